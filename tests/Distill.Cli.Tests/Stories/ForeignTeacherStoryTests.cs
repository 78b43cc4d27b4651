using System.Diagnostics;
using System.Text.Json;
using SkiaSharp;

namespace Distill.Cli.Tests;

/// <summary>A folder of colour images and a teacher in a file: distilled, exported, and run by an application without this toolkit.</summary>
public sealed class ForeignTeacherStoryTests : IDisposable
{
    private const int Side = 12;
    private static readonly string[] Kinds = ["brick", "grass", "water"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void From_an_ONNX_teacher_to_an_application()
    {
        DrawPictures("pictures/train", 90, seed: 1);
        var tests = DrawPictures("pictures/test", 30, seed: 2);
        Json("train", "--data", "pictures", "--network", "conv:8", "--epochs", "20", "--batch-size", "8", "--out", "large");
        Json("export", "large/model.safetensors", "--out", "teacher.onnx");

        Json("train", "--data", "pictures", "--network", "mlp:16", "--epochs", "30", "--batch-size", "8", "--teacher", "teacher.onnx", "--out", "small");
        var exported = Json("export", "small/model.safetensors", "--teacher", "teacher.onnx", "--out", "student.onnx");

        Assert.InRange(exported.GetProperty("maxLogitDifference").GetDouble(), 0, 1e-4);
        Assert.Equal(1, exported.GetProperty("argmaxAgreement").GetDouble());
        Assert.Equal(new FileInfo(folder.File("student.onnx")).Length, exported.GetProperty("bytes").GetInt64());
        foreach (var measure in new[] { "latencyMs", "throughput" })
        {
            Assert.True(exported.GetProperty(measure).GetProperty("student").GetDouble() > 0);
            Assert.True(exported.GetProperty(measure).GetProperty("teacher").GetDouble() > 0);
        }

        var errors = Json("evaluate", "small/model.safetensors", "--data", "pictures").GetProperty("model").GetProperty("test").GetProperty("errors").GetInt32();
        Assert.Equal(errors, tests.Count - Classify(tests).Zip(tests).Count(pair => pair.First == Path.GetFileName(Path.GetDirectoryName(pair.Second))));
        Assert.True(errors < tests.Count / 2, $"{errors} errors of {tests.Count}");
    }

    [Fact]
    public void A_teacher_that_is_fed_wrongly_is_noticed()
    {
        DrawPictures("pictures/train", 90, seed: 1);
        DrawPictures("pictures/test", 30, seed: 2);
        Json("train", "--data", "pictures", "--network", "conv:8", "--epochs", "20", "--batch-size", "8", "--out", "large");
        Json("export", "large/model.safetensors", "--out", "teacher.onnx");
        string[] distil = ["train", "--data", "pictures", "--network", "mlp:4", "--epochs", "1", "--teacher", "teacher.onnx"];

        var well = DistillCommand.Run(folder.Path, [.. distil, "--out", "well"]);
        var badly = DistillCommand.Run(folder.Path, [.. distil, "--teacher-range", "unit", "--out", "badly"]);

        Assert.Matches(@"teacher\.onnx is wrong on \d+ of 81 examples", well.Error);
        Assert.DoesNotContain("guessing", well.Error, StringComparison.Ordinal);
        Assert.Contains("hardly better than guessing: does it want another size (--teacher-size), other pixels (--teacher-range", badly.Error, StringComparison.Ordinal);
    }

    private List<string> DrawPictures(string part, int count, int seed)
    {
        var random = new Random(seed);
        var files = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var kind = i % Kinds.Length;
            var directory = Directory.CreateDirectory(Path.Combine(folder.Path, part, Kinds[kind])).FullName;
            using var bitmap = new SKBitmap(Side, Side);
            for (var pixel = 0; pixel < Side * Side; pixel++)
            {
                byte Shade(int channel) => (byte)Math.Clamp((channel == kind ? 150 : 90) + random.Next(-60, 60), 0, 255);
                bitmap.SetPixel(pixel % Side, pixel / Side, new SKColor(Shade(0), Shade(1), Shade(2)));
            }

            files.Add(Path.Combine(directory, $"{i}.png"));
            using var file = File.Create(files[^1]);
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }

        return files;
    }

    private IEnumerable<string> Classify(IEnumerable<string> files)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var sample = Path.Combine(Checkout.Root, "artifacts", "bin", "ClassifyImages", configuration, "ClassifyImages.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [sample, folder.File("student.onnx"), .. files]) { RedirectStandardOutput = true })!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines.Select(line => line.Split('\t')[1]);
    }

    private JsonElement Json(string verb, params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, [verb, .. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
