using Distill.Data;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;

namespace Distill.Onnx.Tests.Export;

/// <summary>These tests have no package of ONNX Runtime Extensions, as a project that references Distill.NET.Onnx alone.</summary>
public sealed class StringsTests
{
    [Fact]
    public void WithoutThePackageOfExtensionsTheCheckSaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        using var model = Classifier.Build(
            new ModelSpec(ExampleShape.Features(64), ["a", "b"], Normalisation.None, new BagSpec { Buckets = 17, Dimensions = 4, Words = [1], Characters = [] }), seed: 1);
        var view = new ExampleView(new TextSource("t", ["one text"], [0], ["a", "b"], 64));

        var missing = Assert.Throws<DistillException>(() => OnnxExporter.Save(folder.File("s.onnx"), model, new OnnxExportOptions { Strings = true }, view));

        Assert.Contains("Reference the package Microsoft.ML.OnnxRuntime.Extensions for this system, or leave out OnnxExportOptions.Strings", missing.Message, StringComparison.Ordinal);
        Assert.Equal([new Remedy("OnnxExportOptions", "Strings")], missing.Remedies);
        Assert.False(File.Exists(folder.File("s.onnx")));
        Assert.NotEmpty(OnnxExporter.Export(model, new OnnxExportOptions { Strings = true }));
    }
}
