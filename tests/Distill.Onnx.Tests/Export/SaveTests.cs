using Distill.Data;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Distill.Onnx.Tests.Export;

public sealed class SaveTests
{
    [Fact]
    public void AFileThatPassesIsPutInPlace()
    {
        using var folder = new TemporaryFolder();
        using var model = Students.Build("conv");
        var report = OnnxExporter.Save(folder.File("student.onnx"), model, null, Students.Examples(model, 20));
        Assert.Empty(report.Problems);
        Assert.Equal(report.Bytes, new FileInfo(folder.File("student.onnx")).Length);
        Assert.Equal(1, report.Accuracy);
        Assert.Null(report.LatencyMs.Teacher);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFileThatFailsLeavesTheOldOne()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("student.onnx", [1, 2, 3]);
        using var model = Students.Build("mlp");
        // Calibrated on black images alone, the ranges of all values are wrong.
        var black = new ExampleView(new ArraySource("black", model.Input, new byte[10 * model.Input.Size], new int[10], model.ClassNames));

        var report = OnnxExporter.Save(path, model, new OnnxExportOptions { Weights = WeightFormat.Int8 }, Students.Examples(model, 200), black);

        Assert.Contains("accuracy falls from 100.0 %", report.Problems[0], StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void MistakesAreNamedTogether()
    {
        using var model = Students.Build("mlp");
        var error = Assert.Throws<DistillException>(() => OnnxExporter.Export(
            model, new OnnxExportOptions { Temperature = 0, Input = InputType.U8, Range = PixelRange.Unit, Weights = WeightFormat.Int8 }));
        Assert.Contains("temperature is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("bytes range from 0 to 255", error.Message, StringComparison.Ordinal);
        Assert.Contains("int8 needs training examples", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WeightFormat.F32)]
    [InlineData(WeightFormat.Int8)]
    public void ImagesOfRealNumbersAreFedAsTheyAre(WeightFormat weights)
    {
        using var folder = new TemporaryFolder();
        var shape = new ExampleShape(1, 14, 14);
        var drawn = new Random(5);
        float[] values = [.. Enumerable.Range(0, 200 * shape.Size).Select(i => (float)(((i / shape.Size % 2 == 0 ? 1 : -1) * 4) + drawn.NextDouble()))];
        var examples = new ExampleView(new ArraySource("spectra", shape, values, [.. Enumerable.Range(0, 200).Select(i => i % 2)], ["a", "b"]));
        using var model = Classifier.Build(new ModelSpec(shape, ["a", "b"], new Normalisation([0.5], [4]), new ConvNetSpec { Channels = [6], Hidden = 8 }), seed: 7);
        model.eval();

        var report = OnnxExporter.Save(folder.File("student.onnx"), model, new OnnxExportOptions { Weights = weights }, examples, examples);

        Assert.Empty(report.Problems);
        using var session = new InferenceSession(folder.File("student.onnx"));
        Assert.Equal([-1, 1, 14, 14], session.InputMetadata["features"].Dimensions);
        Assert.Contains("\"name\":\"features\"", session.ModelMetadata.CustomMetadataMap["distill.input"], StringComparison.Ordinal);
        Assert.Contains("range and bytes are for pixels", Assert.Throws<DistillException>(() =>
            OnnxExporter.Save(folder.File("bytes.onnx"), model, new OnnxExportOptions { Input = InputType.U8 }, examples)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FeaturesHaveNoPixels()
    {
        using var model = Students.Build("features");
        Assert.Contains("9 features", Assert.Throws<DistillException>(() => OnnxExporter.Export(model, new OnnxExportOptions { Input = InputType.U8 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsThatAreNoNumbersAreRefused()
    {
        using var model = Students.Build("mlp");
        using (var _ = torch.no_grad())
        {
            model.Weights().First().Parameter.fill_(float.NaN);
        }

        Assert.Contains("'linear1'", Assert.Throws<DistillException>(() => OnnxExporter.Export(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoTensorStaysAlive()
    {
        using var model = Students.Build("resnet");
        var examples = Students.Examples(model, 40);
        OnnxExporter.Export(model, new OnnxExportOptions { Weights = WeightFormat.Int8 }, examples);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        OnnxExporter.Export(model, new OnnxExportOptions { Weights = WeightFormat.Int8 }, examples);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void AWorkingCopyInBf16IsAMistakeOfTheProgram()
    {
        using var model = Students.Build("mlp");
        using var copy = model.Copy(Precision.Bf16);
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export(copy));
    }
}
