using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Evaluation;

public sealed class PredictorTests : IDisposable
{
    private const int Cases = 11;
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly Classifier model = Classifier.Build(
        new ModelSpec(new ExampleShape(1, 4, 4), Names, Normalisation.None, new MlpSpec { Widths = [8], HiddenDropout = 0.5 }), seed: 3);

    public void Dispose() => model.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ModelsAnswerInEvaluationModeAndGoBackToTheirOwn(bool training)
    {
        var view = View(1, 4, 4);
        model.eval();
        using var quiet = no_grad();
        using var batch = view.Read(0, Cases);
        using var expected = model.call(batch.Inputs).log_softmax(-1);

        model.train(training);
        var predictions = Predictor.Of(model).Predict(view, batchSize: 4);
        Assert.Equal(training, model.training);
        Assert.All(model.modules(), module => Assert.Equal(training, module.training));
        Assert.Equal("16-8-3", predictions.Name);
        var wanted = expected.data<float>().ToArray();
        for (var i = 0; i < wanted.Length; i++)
        {
            Assert.Equal(wanted[i], predictions.LogProbabilities[i], 1e-6);
        }
    }

    [Fact]
    public void TheModeIsRestoredWhenTheModelFails()
    {
        using var broken = new Classifier(new ExampleShape(1, 4, 4), Names, Normalisation.None, nn.Linear(5, 3));
        broken.train();
        Assert.ThrowsAny<Exception>(() => Predictor.Of(broken, "broken").Predict(View(1, 4, 4)));
        Assert.True(broken.training);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void ExamplesOfAnotherShapeAreRefused()
    {
        var error = Assert.Throws<DistillException>(() => Predictor.Of(model, "net").Predict(View(1, 2, 8)));
        Assert.StartsWith("net takes examples of 1×4×4, but those of set are 1×2×8", error.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => SpeedMeasurement.Of([Predictor.Of(model)], View(1, 2, 8)));
    }

    [Fact]
    public void BatchesLeaveNoTensors()
    {
        var view = View(1, 4, 4);
        var predictor = Predictor.Of(model);
        predictor.Predict(view, batchSize: 2);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        predictor.Predict(view, batchSize: 2);
        Evaluator.Evaluate(predictor, view, teacher: predictor, batchSize: 3);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void SpeedOfARealModel()
    {
        var speed = SpeedMeasurement.Of(
            [Predictor.Of(model)], View(1, 4, 4), new SpeedOptions { Rounds = 3, Duration = TimeSpan.Zero })[0];
        Assert.Equal("16-8-3", speed.Name);
        Assert.True(speed.Throughput is { ExamplesPerSecond: > 0, MillisecondsForOne: > 0 });
    }

    private static ExampleView View(int channels, int height, int width)
    {
        var pixels = new byte[Cases * channels * height * width];
        new Random(1).NextBytes(pixels);
        return new(new ArraySource("set", new ExampleShape(channels, height, width), pixels, new int[Cases], Names));
    }
}
