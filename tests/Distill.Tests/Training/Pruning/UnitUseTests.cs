using Distill.Data;
using Distill.Models;
using Distill.Models.Units;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Tests.Models;
using Distill.Training.Pruning;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Pruning;

public sealed class UnitUseTests
{
    private static readonly string[] Classes = ["ant", "bee", "cat"];

    public static TheoryData<string> Kinds => ["mlp", "conv", "conv with a hidden layer", "conv without normalisation", "resnet"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ItIsTheSquareOfTheLossesSlopeInEachUnitsSize(string kind)
    {
        using var scope = NewDisposeScope();
        using var model = KeptUnitsTests.Made(kind);
        var guide = KeptUnitsTests.Made(kind);
        Enlarge(guide);
        using var teacher = new ModelTeacher(guide, name: "teacher");
        var examples = Examples(model.Input, 24);
        var objective = new Distillation(3, 0.2);
        var use = UnitUse.Measure(model, objective, teacher, examples);

        const double step = 2e-3;
        foreach (var (group, found) in KeptUnits.Groups(model).Zip(use))
        {
            foreach (var unit in new[] { 0, group.Units - 1 })
            {
                // The gates make the unit's output larger by a share, and nothing else.
                var slope = (Loss(group, unit, 1 + step) - Loss(group, unit, 1 - step)) / (2 * step);
                Assert.Equal(slope, Math.Sign(slope) * Math.Sqrt(found[unit]), Math.Max(2e-3, 0.03 * Math.Abs(slope)));
            }
        }

        double Loss(UnitGroup group, int unit, double factor)
        {
            using var inner = NewDisposeScope();
            using var changed = KeptUnits.Of(model, [.. KeptUnits.Groups(model).Select(all => (IReadOnlyList<long>)[.. Enumerable.Range(0, all.Units).Select(kept => (long)kept)])]);
            changed.eval();
            using (no_grad())
            {
                foreach (var gate in group.Gates)
                {
                    var slice = changed.Weights().Single(pair => pair.Name == gate.Tensor).Parameter.select(gate.Axis, unit);
                    slice.copy_(slice.Times(factor));
                }
            }

            using var quiet = no_grad();
            using var batch = examples.Read(0, examples.Count);
            using var targets = teacher.Targets(batch, 3);
            return objective.Losses(changed.call(batch.Inputs), batch.Labels, targets).to(ScalarType.Float64).mean().item<double>();
        }
    }

    [Fact]
    public void BatchesAreSquaredOneByOne()
    {
        using var scope = NewDisposeScope();
        using var model = KeptUnitsTests.Made("mlp");
        var examples = Examples(model.Input, 70);
        var whole = UnitUse.Measure(model, new HardLabels(), null, examples);
        var parts = new[] { (0, 32), (32, 32), (64, 6) }.Select(part => UnitUse.Measure(model, new HardLabels(), null, examples.Subset([.. Enumerable.Range(part.Item1, part.Item2)], "part"))).ToList();
        for (var layer = 0; layer < whole.Count; layer++)
        {
            for (var unit = 0; unit < whole[layer].Count; unit++)
            {
                Assert.Equal(parts.Sum(part => part[layer][unit]), whole[layer][unit], 1e-9 + (1e-6 * whole[layer][unit]));
            }
        }
    }

    [Fact]
    public void WeightsAndModeStayAsTheyWereAndNoGradientIsLeft()
    {
        using var model = KeptUnitsTests.Made("conv");
        model.train();
        var before = model.Fingerprint();
        UnitUse.Measure(model, new HardLabels(), null, Examples(model.Input, 8));
        Assert.Equal(before, model.Fingerprint());
        Assert.True(model.training);
        Assert.All(model.Weights(), pair => Assert.True(pair.Parameter.grad is not { } gradient || gradient.abs().max().item<float>() == 0));
    }

    [Fact]
    public void ATableOfTextsHasUsesToo()
    {
        using var model = KeptUnitsTests.Made("bag");
        string[] texts = ["abc", "bca ab", "d", "dd aa", "cab", "a b c d"];
        var source = new TextSource("texts", texts, [0, 1, 2, 0, 1, 2], Classes, model.Input.Size);
        var use = UnitUse.Measure(model, new HardLabels(), null, new ExampleView(source));
        Assert.Equal([6, 5], use.Select(layer => layer.Count));
        Assert.All(use.SelectMany(layer => layer), value => Assert.True(value >= 0));
        Assert.Contains(use[0], value => value > 0);
    }

    internal static ExampleView Examples(ExampleShape shape, int count)
    {
        var numbers = new Random(4);
        var pixels = new byte[count * shape.Size];
        numbers.NextBytes(pixels);
        return new ExampleView(new ArraySource("noise", shape, pixels, [.. Enumerable.Range(0, count).Select(_ => numbers.Next(3))], Classes));
    }

    private static void Enlarge(Classifier model)
    {
        using var quiet = no_grad();
        foreach (var (_, weight) in model.Weights())
        {
            weight.copy_(weight.Times(1.3));
        }
    }
}
