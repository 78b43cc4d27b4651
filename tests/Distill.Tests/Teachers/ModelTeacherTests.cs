using Distill.Arithmetic;
using Distill.Data;
using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using Distill.Tests.Data;
using Distill.Tests.Models;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

public sealed class ModelTeacherTests
{
    private static readonly ExampleView View = new(Samples.Pixels(20, new ExampleShape(1, 6, 6)));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void SoftensTheLogitsOfTheModelInEvaluation(double temperature)
    {
        using var model = Model(seed: 3);
        model.eval();
        using var batch = View.Read(0, 20);
        using var logits = model.call(batch.Inputs);
        var expected = logits.data<float>().ToArray().Chunk(3).Select(row => Naive.Softmax([.. row.Select(z => (double)z)], temperature));

        using var teacher = new ModelTeacher(Model(seed: 3));
        using var targets = teacher.Targets(batch, temperature);
        Assert.False(targets.LogProbabilities.requires_grad);
        Assert.All(
            expected.Zip(Naive.Probabilities(targets.LogProbabilities)),
            pair => Assert.True(Naive.LargestDifference(pair.First, pair.Second) < 1e-6));
    }

    [Fact]
    public void AModelThatIsPutBackIntoTrainingTeachesTheSame()
    {
        var model = Classifier.Build(Nets.ResNet, seed: 3);
        using var teacher = new ModelTeacher(model);
        using var batch = new ExampleView(Samples.Pixels(20, Nets.ResNet.Input)).Read(0, 20);
        using var before = teacher.Targets(batch, 1);
        model.train();
        using var after = teacher.Targets(batch, 1);

        Assert.Equal(before.LogProbabilities.data<float>().ToArray(), after.LogProbabilities.data<float>().ToArray());
    }

    [Fact]
    public void TeachesInBf16NearlyTheSame()
    {
        using var exact = new ModelTeacher(Model(seed: 3));
        using var rounded = new ModelTeacher(Model(seed: 3), Precision.Bf16);
        using var batch = View.Read(0, 20);
        using var a = exact.Targets(batch, 1);
        using var b = rounded.Targets(batch, 1);
        using var difference = (a.LogProbabilities - b.LogProbabilities).abs().max();

        Assert.Equal(ScalarType.Float32, b.LogProbabilities.dtype);
        // Where the processor has no bf16, both answer in f32.
        Assert.InRange(difference.item<float>(), Bf16Instructions.Exist ? 1e-7f : 0, Bf16Instructions.Exist ? 0.05f : 0);
    }

    [Fact]
    public void FingerprintCoversWeightsAndPrecision()
    {
        using var one = new ModelTeacher(Model(seed: 3));
        using var same = new ModelTeacher(Model(seed: 3), name: "another name");
        using var otherWeights = new ModelTeacher(Model(seed: 4));
        using var rounded = new ModelTeacher(Model(seed: 3), Precision.Bf16);

        Assert.Equal(one.Fingerprint, same.Fingerprint);
        Assert.NotEqual(one.Fingerprint, otherWeights.Fingerprint);
        Assert.Equal(Bf16Instructions.Exist, one.Fingerprint != rounded.Fingerprint);
    }

    [Fact]
    public void RefusesExamplesOfAnotherShape()
    {
        using var teacher = new ModelTeacher(Model(seed: 3));
        using var batch = new ExampleView(Samples.Pixels(4, new ExampleShape(1, 5, 6))).Read(0, 4);

        var error = Assert.Throws<DistillException>(() => teacher.Targets(batch, 1));
        Assert.Contains("1×6×6", error.Message, StringComparison.Ordinal);
        Assert.Contains("1×5×6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WillNotPretendThatRoundedWeightsAreExact()
    {
        using var rounded = Model(seed: 3);
        rounded.UseBf16();
        Assert.Throws<ArgumentException>(() => new ModelTeacher(rounded));
    }

    [Fact]
    public void KeepsTheCountOfLiveTensors()
    {
        using var scope = NewDisposeScope();
        using var teacher = new ModelTeacher(Model(seed: 3), Precision.Bf16);
        using var batch = View.Read(0, 20);
        teacher.Targets(batch, 2).Dispose();
        int before = scope.DisposablesCount;
        teacher.Targets(batch, 2).Dispose();
        Assert.Equal(before, scope.DisposablesCount);
    }

    private static Classifier Model(long seed)
    {
        var spec = new ModelSpec(
            View.Shape, View.ClassNames, new Normalisation([0.5], [0.3]), new MlpSpec { Widths = [16], HiddenDropout = 0.5 });
        return Classifier.Build(spec, seed);
    }
}
