using Distill.Onnx.Export;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Tests.Export;

public sealed class AnswerTests
{
    [Theory]
    [InlineData("mlp")]
    [InlineData("resnet")]
    [InlineData("features")]
    public void AnyNumberOfExamplesIsAnswered(string name)
    {
        using var model = Students.Build(name);
        var options = new OnnxExportOptions();
        using var session = new StudentSession(OnnxExporter.Export(model), options);
        var examples = Students.Examples(model, 8);

        var all = session.Logits(examples, model.Classes, CancellationToken.None);
        Assert.Equal(8 * model.Classes, all.Length);
        foreach (var (first, count) in new[] { (0, 1), (1, 7) })
        {
            using var input = session.Read(examples, first, count);
            using var output = session.Run(input, ValueNames.Logits);
            Assert.Equal([count, model.Classes], output.GetTensorTypeAndShape().Shape);
            var expected = all[(first * model.Classes)..((first + count) * model.Classes)];
            Assert.All(expected.Zip(output.GetTensorDataAsSpan<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Theory]
    [InlineData(WeightFormat.F32, 1)]
    [InlineData(WeightFormat.F32, 2.5)]
    [InlineData(WeightFormat.Int8, 0.7)]
    public void ProbabilitiesAreTheSoftmaxAtTheTemperature(WeightFormat format, double temperature)
    {
        using var model = Students.Build("conv");
        var options = new OnnxExportOptions { Probabilities = true, Temperature = temperature, Weights = format };
        using var session = new StudentSession(OnnxExporter.Export(model, options, Students.Examples(model, 64, seed: 5)), options);
        Assert.Equal(["logits", "probabilities"], session.Outputs);
        using var input = session.Read(Students.Examples(model, 5), 0, 5);
        var answers = session.Run(input, session.Outputs);
        var (logits, probabilities) = (answers[0].GetTensorDataAsSpan<float>().ToArray(), answers[1].GetTensorDataAsSpan<float>().ToArray());
        for (var row = 0; row < 5; row++)
        {
            var own = logits[(row * model.Classes)..((row + 1) * model.Classes)];
            var total = own.Sum(logit => Math.Exp(logit / temperature));
            var given = probabilities[(row * model.Classes)..((row + 1) * model.Classes)];
            Assert.Equal(1, given.Sum(value => (double)value), 1e-5);
            Assert.All(own.Zip(given), pair => Assert.Equal(Math.Exp(pair.First / temperature) / total, pair.Second, 1e-5));
        }

        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public void HalvesReachBeyondTheirRange()
    {
        using var model = Students.Build("mlp");
        using (var _ = TorchSharp.torch.no_grad())
        {
            // The layers cancel each other: what is 10⁸ in one is 10⁻⁸ in the next.
            var weights = model.Weights().Where(pair => pair.Parameter.dim() == 2).Select(pair => pair.Parameter).ToList();
            var biases = model.Weights().Where(pair => pair.Parameter.dim() == 1).Select(pair => pair.Parameter).ToList();
            weights[0].mul_(1e8f);
            biases[0].mul_(1e8f);
            weights[1].mul_(1e-8f);
        }

        var options = new OnnxExportOptions { Weights = WeightFormat.F16 };
        using var session = new StudentSession(OnnxExporter.Export(model, options), options, GraphOptimizationLevel.ORT_DISABLE_ALL);
        using var plain = new StudentSession(OnnxExporter.Export(model), options);
        var examples = Students.Examples(model, 50);
        Assert.All(
            plain.Logits(examples, model.Classes, default).Zip(session.Logits(examples, model.Classes, default)),
            pair => Assert.Equal(pair.First, pair.Second, 5e-3));
    }
}
