using Distill.Data;
using Distill.Onnx.Export;
using Distill.Runs;
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
        var before = torch.Tensor.TotalCount;
        OnnxExporter.Export(model, new OnnxExportOptions { Weights = WeightFormat.Int8 }, examples);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void AWorkingCopyInBf16IsAMistakeOfTheProgram()
    {
        using var model = Students.Build("mlp");
        using var copy = model.Copy(Precision.Bf16);
        Assert.Throws<ArgumentException>(() => OnnxExporter.Export(copy));
    }
}
