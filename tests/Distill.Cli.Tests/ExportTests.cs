using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>Export as a user with a trained student types it.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string model;

    public ExportTests()
    {
        var trained = DistillCommand.Run(
            folder.Path, "train", "--data", "glyphs", "--limit", "3000", "--network", "mlp:32", "--epochs", "4", "--out", "run", "--json");
        Assert.True(trained.ExitCode == 0, trained.Error);
        model = JsonDocument.Parse(trained.Output).RootElement.GetProperty("model").GetString()!;
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AStudentIsExportedCheckedAndTimedAgainstItsTeacher()
    {
        var second = folder.File("second.safetensors");
        File.Copy(model, second);
        var outcome = Export("student.onnx", "--teacher", model, second);

        Assert.Equal(folder.File("student.onnx"), outcome.GetProperty("file").GetString());
        Assert.InRange(outcome.GetProperty("maxLogitDifference").GetDouble(), 0, 1e-4);
        Assert.Equal(1, outcome.GetProperty("argmaxAgreement").GetDouble());
        Assert.Equal(new FileInfo(folder.File("student.onnx")).Length, outcome.GetProperty("bytes").GetInt64());
        Assert.Equal(1000, outcome.GetProperty("examples").GetInt32());
        var card = File.ReadAllText(outcome.GetProperty("card").GetString()!);
        Assert.StartsWith("# student.onnx\n", card, StringComparison.Ordinal);
        foreach (var row in new[] { "| data | glyphs |", "| learned from | labels |", "| training | 4 epochs, seed 1, f32 |", "`pixels`, float32 [batch, 1, 28, 28], grey, black is 0, white is 255" })
        {
            Assert.Contains(row, card, StringComparison.Ordinal);
        }

        Assert.Matches($@"\| right \| {100 * outcome.GetProperty("accuracy").GetDouble():0.0} % of 1,000 examples \(95 % interval \d+\.\d % to \d+\.\d %\)", card);
        foreach (var figure in new[] { "latencyMs", "throughput" })
        {
            Assert.True(outcome.GetProperty(figure).GetProperty("student").GetDouble() > 0);
            Assert.True(outcome.GetProperty(figure).GetProperty("teacher").GetDouble() > 0);
        }
    }

    [Fact]
    public void TheSmallestFileHasProbabilitiesAtACalibratedTemperature()
    {
        var plain = Export("plain.onnx");
        var small = Export("small.onnx", "--weights", "int8", "--input", "u8", "--softmax", "--temperature", "calibrated");

        Assert.InRange((double)small.GetProperty("bytes").GetInt64() / plain.GetProperty("bytes").GetInt64(), 0, 0.3);
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("latencyMs").GetProperty("teacher").ValueKind);
        Assert.InRange(small.GetProperty("accuracy").GetDouble(), plain.GetProperty("accuracy").GetDouble() - 0.005, 1);
        var fit = small.GetProperty("calibrated");
        Assert.Equal(small.GetProperty("temperature").GetDouble(), fit.GetProperty("temperature").GetDouble());
        Assert.Equal(300, fit.GetProperty("cases").GetInt32());
        Assert.InRange(fit.GetProperty("nll").GetDouble(), 0, fit.GetProperty("nllBefore").GetDouble());
    }

    [Fact]
    public void IntegersThatLearnedAreTheFileAndLeaveNothingBehind()
    {
        var tuned = Export("tuned.onnx", "--weights", "int8", "--tune", "1.5");
        var plain = Export("plain.onnx", "--weights", "int8");

        Assert.Equal(1.5, tuned.GetProperty("tunedEpochs").GetDouble());
        Assert.False(plain.TryGetProperty("tunedEpochs", out _));
        Assert.NotEqual(File.ReadAllBytes(folder.File("plain.onnx")), File.ReadAllBytes(folder.File("tuned.onnx")));
        Assert.Empty(Directory.GetDirectories(folder.Path, "*.training"));
        Assert.InRange(tuned.GetProperty("argmaxAgreement").GetDouble(), 0.98, 1);
        var again = Export("again.onnx", "--weights", "int8", "--tune", "1.5", "--teacher", model);
        // A copy of the model teaches what the model itself does.
        Assert.Equal(tuned.GetProperty("accuracy").GetDouble(), again.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void WhatDoesNotFitTogetherIsSaidBeforeAnythingIsWritten()
    {
        foreach (var (expected, arguments) in new (string, string[])[]
        {
            ("bytes range from 0 to 255", ["--input", "u8", "--range", "0..1"]),
            ("temperature is -1", ["--temperature", "-1"]),
            ("examples is 0", ["--examples", "0"]),
            ("the epochs of integers are -1", ["--weights", "int8", "--tune", "-1"]),
            ("the rate of integers is 0", ["--weights", "int8", "--tune", "1", "--tune-rate", "0"]),
            ("--tune would change nothing without --weights int8 or int4", ["--tune", "1"]),
            ("--tune-rate would change nothing without --tune", ["--weights", "int8", "--tune-rate", "0.1"]),
            ("strings are for students of texts, and this one reads none", ["--strings"]),
            ("--range would change nothing with --strings", ["--strings", "--range", "0..1"]),
        })
        {
            var result = DistillCommand.Run(folder.Path, ["export", model, "--out", "student.onnx", .. arguments]);
            Assert.Equal(2, result.ExitCode);
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(folder.File("student.onnx")));
        }
    }

    private JsonElement Export(string file, params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, ["export", "run", "--out", file, .. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
