using Distill.Data;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Tests.Data;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers.Foreign;

public sealed class ForeignAdapterTests
{
    private static readonly ExampleView View = new(Samples.Pixels(6, new ExampleShape(1, 4, 5)));

    [Theory]
    [InlineData(OutputKind.Logits)]
    [InlineData(OutputKind.Probabilities)]
    [InlineData(OutputKind.LogProbabilities)]
    public void EveryKindOfOutputGivesTheSameTargets(OutputKind kind)
    {
        using var weights = randn(20, 3).mul(5);
        var adapter = Fit(Model);
        using var batch = View.Read(0, 6);
        using var targets = adapter.Targets(batch, 3, Model);
        using var seen = adapter.View.Apply(batch.Inputs);
        using var expected = seen.matmul(weights).div(3).log_softmax(1);

        Assert.Equal(kind, adapter.Kind);
        Assert.Equal(3, targets.Temperature);
        Assert.True(targets.LogProbabilities.allclose(expected, rtol: 0, atol: 1e-4));

        Tensor Model(Tensor input)
        {
            using var logits = input.matmul(weights);
            return kind switch
            {
                OutputKind.Probabilities => logits.softmax(1),
                OutputKind.LogProbabilities => logits.log_softmax(1),
                _ => logits.alias(),
            };
        }
    }

    [Fact]
    public void AProbabilityOfZeroIsTheSmallestNumberOfItsType()
    {
        using var certain = tensor(new[] { 1f, 0f }, 1, 2);
        using var logits = ForeignOutput.Logits(certain, OutputKind.Probabilities, told: false, "t");
        using var half = certain.to(ScalarType.Float16);
        using var halfLogits = ForeignOutput.Logits(half, OutputKind.Probabilities, told: false, "t");

        Assert.Equal(-126 * Math.Log(2), logits[0, 1].item<float>(), 1e-3);
        Assert.Equal(-24 * Math.Log(2), halfLogits[0, 1].item<float>(), 1e-3);
    }

    [Fact]
    public void LogitsCalledProbabilitiesAreRefused()
    {
        var error = Assert.Throws<DistillException>(() => Fit(input => zeros(input.shape[0], 3), new() { OutputKind = OutputKind.Probabilities }));
        Assert.Contains("ForeignTeacherOptions.OutputKind", error.Message, StringComparison.Ordinal);
        Assert.Equal([ForeignRemedy.OutputKind], error.Remedies);
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        var error = Assert.Throws<DistillException>(() => Fit(input => full(input.shape[0], 3, float.NaN)));
        Assert.Contains("not finite", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 2, 3, 1, 1 }, true)]
    [InlineData(new long[] { 2, 1, 1, 3 }, true)]
    [InlineData(new long[] { 2, 3, 7, 7 }, false)]
    [InlineData(new long[] { 6 }, false)]
    [InlineData(new long[] { 3, 3 }, false)]
    public void OnlyOneNumberAClassIsAnAnswer(long[] shape, bool right)
    {
        var mistake = Record.Exception(() => Fit(_ => randn(shape)));
        Assert.Equal(right, mistake is null);
        Assert.True(mistake is null or DistillException);
    }

    [Fact]
    public void TheFingerprintFollowsTheViewTheKindAndTheClasses()
    {
        Fingerprint[] all =
        [
            Fit(Sums).Fingerprint,
            Fit(Sums, new() { Mean = [0.5] }).Fingerprint,
            Fit(Sums, new() { Range = PixelRange.Byte }).Fingerprint,
            Fit(Sums, new() { Size = new ImageSize(4, 4) }).Fingerprint,
            Fit(Sums, names: ["class 2", "class 1", "class 0"]).Fingerprint,
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Fit(Sums).Fingerprint);

        static Tensor Sums(Tensor input)
        {
            using var sums = input.sum(1, keepdim: true);
            return sums.expand(-1, 3).contiguous();
        }
    }

    [Fact]
    public void KeepsTheCountOfLiveTensors()
    {
        using var scope = NewDisposeScope();
        var adapter = Fit(Model, new() { OutputKind = OutputKind.Logits });
        using var batch = View.Read(0, 6);
        adapter.Targets(batch, 2, Model).Dispose();
        var before = scope.DisposablesCount;
        adapter.Targets(batch, 2, Model).Dispose();
        Assert.Equal(before, scope.DisposablesCount);

        static Tensor Model(Tensor input) => input.narrow(1, 0, 3);
    }

    private static ForeignAdapter Fit(Func<Tensor, Tensor> model, ForeignTeacherOptions? options = null, string[]? names = null) => ForeignAdapter.Fit(
        "t.onnx", options ?? new(), new ForeignInput(InputLayout.Flat), null, names is null ? null : [new NamedClasses("its metadata", names)], View.Shape, View.ClassNames, model);
}
