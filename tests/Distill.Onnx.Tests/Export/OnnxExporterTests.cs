using Distill.Evaluation;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Onnx.Tests.Export;

public sealed class OnnxExporterTests
{
    public static TheoryData<string, WeightFormat> Models =>
        [.. from name in Students.Names from format in Enum.GetValues<WeightFormat>() select (name, format)];

    [Theory]
    [MemberData(nameof(Models))]
    public void OnnxRuntimeGivesTheModelsLogitsAtEveryLevel(string name, WeightFormat format)
    {
        using var model = Students.Build(name);
        var report = Check(model, new OnnxExportOptions { Weights = format });

        Assert.Equal(4, report.Levels.Count);
        AssertClose(report);
    }

    [Theory]
    [InlineData("mlp", PixelRange.Unit, InputType.F32)]
    [InlineData("conv", PixelRange.Unit, InputType.F32)]
    [InlineData("resnet", PixelRange.Unit, InputType.F32)]
    [InlineData("mlp", PixelRange.Byte, InputType.U8)]
    [InlineData("conv", PixelRange.Byte, InputType.U8)]
    [InlineData("conv to mean", PixelRange.Byte, InputType.U8)]
    [InlineData("linear", PixelRange.Byte, InputType.U8)]
    public void WhatIsFedMakesNoDifference(string name, PixelRange range, InputType input)
    {
        using var model = Students.Build(name);
        foreach (var format in Enum.GetValues<WeightFormat>())
        {
            var report = Check(model, new OnnxExportOptions { Range = range, Input = input, Weights = format });
            AssertClose(report);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheSameModelGivesTheSameBytes(string name, WeightFormat format)
    {
        using var model = Students.Build(name);
        var options = new OnnxExportOptions { Weights = format };
        var examples = Students.Examples(model, 40);
        Assert.Equal(OnnxExporter.Export(model, options, examples), OnnxExporter.Export(model, options, examples));
    }

    [Fact]
    public void ALayerThatIsNotKnownIsRefusedByName()
    {
        using var model = Wrap(nn.Sequential(("flatten", nn.Flatten()), ("squash", nn.Tanh()), ("classes", nn.Linear(16, 3))));
        var error = Assert.Throws<DistillException>(() => OnnxExporter.Export(model));
        Assert.Contains("'squash' is a Tanh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayersOfTheUsersOwnOrderAreExported()
    {
        using var model = Wrap(nn.Sequential(
            ("first", nn.Sequential(("conv", nn.Conv2d(1, 4, 3, stride: 2, padding: 2, dilation: 2)), ("relu", nn.ReLU()), ("norm", nn.BatchNorm2d(4)))),
            ("pool", nn.MaxPool2d(2, 1, ceil_mode: true)),
            ("grouped", nn.Conv2d(4, 6, 1, groups: 2)),
            ("flatten", nn.Flatten()),
            ("dropout", nn.Dropout(0.4)),
            ("classes", nn.Linear(6, 3))));
        Assert.Empty(Check(model, new OnnxExportOptions()).Problems);
    }

    // Logits of an untrained net lie so close together that 8 bits may choose another class, and 4 bits often do.
    private static void AssertClose(ExportReport report)
    {
        var (difference, agreement) = report.Weights switch { WeightFormat.F32 => (1e-5, 1.0), WeightFormat.F16 => (5e-3, 0.99), WeightFormat.Int8 => (0.2, 0.9), _ => (0.6, 0.6) };
        Assert.InRange(report.MaxLogitDifference, 0, difference);
        Assert.InRange(report.ArgmaxAgreement, agreement, 1);
        Assert.True(report.Weights is WeightFormat.Int8 or WeightFormat.Int4 || report.Problems.Count == 0);
    }

    private static ExportReport Check(Classifier model, OnnxExportOptions options) => ExportCheck.Run(
        OnnxExporter.Export(model, options, Students.Examples(model, 200, seed: 5)),
        options,
        model,
        Students.Examples(model, 300),
        speed: new SpeedOptions { Rounds = 1, Duration = TimeSpan.Zero });

    private static Classifier Wrap(nn.Module<Tensor, Tensor> network)
    {
        var model = new Classifier(new ExampleShape(1, 4, 4), ["a", "b", "c"], new Normalisation([0.3], [0.4]), network);
        model.eval();
        return model;
    }
}
