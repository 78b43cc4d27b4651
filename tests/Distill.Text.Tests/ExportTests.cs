using System.Text;
using Distill.Data;
using Distill.Models;
using Distill.Onnx;
using Distill.Onnx.Export;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Distill.Text.Tests;

public sealed class ExportTests
{
    private const int Bytes = 64;

    private static readonly string[] Letters = ["a", "B", "z", "0", "9", " ", "  ", "\t", "-", "!", "é", "ß", "한", "日", "😀", "e\u0301", "'"];

    [Theory]
    [InlineData(BagPooling.SquareRoot, new[] { 1, 2 }, new[] { 3, 4, 5 })]
    [InlineData(BagPooling.Mean, new[] { 1, 2, 8 }, new int[0])]
    [InlineData(BagPooling.Sum, new int[0], new[] { 1, 8 })]
    public void TheFileAnswersAsTheModelDoes(BagPooling pooling, int[] words, int[] characters)
    {
        using var model = Model(pooling, words, characters);
        using var session = new InferenceSession(OnnxExporter.Export(model));
        var random = new Random(3);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => Drawn(random)), "", "x", new string('y', 100), new string('한', 40)];

        foreach (var part in texts.Chunk(17).Concat(texts.Take(20).Select(text => new[] { text })))
        {
            AssertSame(model, session, [.. part.Select(Encoding.UTF8.GetBytes)]);
        }
    }

    [Fact]
    public void BytesThatAreNoUtf8AreAnsweredAlike()
    {
        using var model = Model(BagPooling.SquareRoot, [1, 2], [1, 3]);
        using var session = new InferenceSession(OnnxExporter.Export(model));
        var random = new Random(4);

        for (var round = 0; round < 50; round++)
        {
            AssertSame(model, session, [.. Enumerable.Range(0, 8).Select(_ =>
            {
                var bytes = new byte[random.Next(Bytes + 1)];
                random.NextBytes(bytes);
                return bytes;
            })]);
        }
    }

    [Theory]
    [InlineData(WeightFormat.F16, 0.02)]
    [InlineData(WeightFormat.Int8, 0.2)]
    public void SmallerTablesAnswerNearly(WeightFormat weights, double tolerance)
    {
        using var model = Model(BagPooling.SquareRoot, [1, 2], [3]);
        var random = new Random(5);
        var source = new TextSource("texts", [.. Enumerable.Range(0, 100).Select(_ => Drawn(random))], new int[100], ["a", "b", "c"], Bytes);
        var file = OnnxExporter.Export(model, new OnnxExportOptions { Weights = weights }, new ExampleView(source));
        using var session = new InferenceSession(file);

        var single = OnnxExporter.Export(model).Length;
        Assert.InRange(file.Length, 0, weights == WeightFormat.F16 ? single * 0.7 : single * 0.6);
        AssertSame(model, session, [.. Enumerable.Range(0, 20).Select(row => Encoding.UTF8.GetBytes(source.TextAt(row)))], tolerance);
    }

    [Fact]
    public void TheFileSaysThatItTakesUtf8()
    {
        using var model = Model(BagPooling.Mean, [1], []);
        using var session = new InferenceSession(OnnxExporter.Export(model));

        Assert.Equal("{\"name\":\"text\",\"type\":\"uint8\",\"encoding\":\"utf-8\",\"bytes\":64}", session.ModelMetadata.CustomMetadataMap["distill.input"]);
        Assert.Equal(["text"], session.InputNames);
    }

    [Fact]
    public void TheFileTeachesAsTheModelDoes()
    {
        using var model = Model(BagPooling.SquareRoot, [1, 2], [3]);
        var random = new Random(6);
        var view = new ExampleView(new TextSource("texts", [.. Enumerable.Range(0, 70).Select(_ => Drawn(random)), "", new string('한', 90)], new int[72], ["a", "b", "c"], 2 * Bytes));
        using var folder = new TemporaryFolder();
        using var teacher = OnnxTeacher.Open(folder.Write("student.onnx", OnnxExporter.Export(model)), view.Shape, ["c", "a", "b"]);
        using var batch = view.Read(0, view.Count);

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        model.eval();
        var expected = model.call(batch.Inputs.narrow(1, 0, Bytes)).DividedBy(3).log_softmax(-1).index_select(1, tensor(new long[] { 2, 0, 1 })).data<float>().ToArray();
        using var targets = teacher.Targets(batch, temperature: 3);
        Assert.All(expected.Zip(targets.LogProbabilities.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Contains("texts as bytes of UTF-8", teacher.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ATeacherOfTextsTakesNothingElse()
    {
        using var model = Model(BagPooling.SquareRoot, [1], []);
        using var folder = new TemporaryFolder();
        var path = folder.Write("student.onnx", OnnxExporter.Export(model));
        using var teacher = OnnxTeacher.Open(path, ExampleShape.Features(3), ["a", "b", "c"]);
        using var numbers = new Batch(rand(2, 3), zeros(2, ScalarType.Int64), [0, 1]);

        Assert.Contains("takes texts, and these examples are none", Assert.Throws<DistillException>(() => teacher.Targets(numbers, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("images of 1×2×3", Assert.Throws<DistillException>(() => OnnxTeacher.Open(path, new ExampleShape(1, 2, 3), null)).Message, StringComparison.Ordinal);
        Assert.Contains("are for numbers; leave them out", Assert.Throws<DistillException>(() => OnnxTeacher.Open(path, ExampleShape.Features(9), null, new() { Preset = "imagenet" })).Message, StringComparison.Ordinal);
    }

    private static Classifier Model(BagPooling pooling, int[] words, int[] characters) => Classifier.Build(
        new ModelSpec(
            ExampleShape.Features(Bytes), ["a", "b", "c"], Normalisation.None,
            new BagSpec { Buckets = 499, Dimensions = 24, Words = words, Characters = characters, Pooling = pooling, Widths = [9] }),
        seed: 2);

    private static string Drawn(Random random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)])).Trim();

    private static void AssertSame(Classifier model, InferenceSession session, byte[][] texts, double tolerance = 1e-4)
    {
        var longest = Math.Max(1, texts.Max(text => text.Length));
        var raw = new byte[texts.Length * longest];
        foreach (var (row, text) in texts.Index())
        {
            text.CopyTo(raw, row * longest);
        }

        using var input = OrtValue.CreateTensorValueFromMemory(raw, [texts.Length, longest]);
        using var run = new RunOptions();
        using var answer = session.Run(run, ["text"], [input], ["logits"])[0];
        var found = answer.GetTensorDataAsSpan<float>().ToArray();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        model.eval();
        var expected = model.call(tensor(raw, texts.Length, longest).narrow(1, 0, Math.Min(longest, Bytes))).data<float>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
