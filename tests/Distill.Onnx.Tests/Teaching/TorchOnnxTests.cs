using Distill.Files;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Models that PyTorch exported answer as PyTorch computes.</summary>
public sealed class TorchOnnxTests(TorchModels models)
{
    [Theory]
    [InlineData("resnet18")]
    [InlineData("mobilenet_v2")]
    [InlineData("mlp")]
    [InlineData("softmax")]
    [InlineData("log_softmax")]
    [InlineData("fixed")]
    [InlineData("nhwc")]
    public void AnswersAsPyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var model = models[name];
        using var cases = SafeTensorsFile.Open(models.File(model.Cases));
        var pixels = cases.Read("pixels");
        string[] classes = [.. Enumerable.Range(0, model.Classes).Select(number => $"class {number}")];
        using var teacher = OnnxTeacher.Open(
            models.File(model.Onnx!),
            new ExampleShape(model.Shape[0], model.Shape[1], model.Shape[2]),
            classes,
            new ForeignTeacherOptions { Mean = model.Mean, StandardDeviation = model.Std });
        using var batch = new Batch(pixels, zeros(pixels.shape[0], ScalarType.Int64), [.. Enumerable.Range(0, (int)pixels.shape[0]).Select(row => (long)row)]);

        var expected = cases.Read("logits").div(3).log_softmax(-1);
        Assert.True(expected.std().item<float>() > 0.01);
        Assert.True((teacher.Targets(batch, 3).LogProbabilities - expected).abs().max().item<float>() < 1e-4, teacher.Description);
        Assert.Equal(OutputKind.Logits, teacher.OutputKind);
    }
}
