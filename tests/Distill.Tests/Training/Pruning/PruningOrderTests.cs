using CsCheck;
using Distill.Models.Units;
using Distill.Tests.Models;
using Distill.Training.Pruning;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Pruning;

public sealed class PruningOrderTests
{
    [Theory]
    [MemberData(nameof(KeptUnitsTests.Kinds), MemberType = typeof(KeptUnitsTests))]
    public void AUnitCostsTheWeightsThatAModelWithoutItDoesNotHave(string kind)
    {
        using var model = KeptUnitsTests.Made(kind);
        var groups = KeptUnits.Groups(model);
        var cost = UnitCost.Weights(model);
        int[] counts = [.. groups.Select(group => group.Units)];
        for (var layer = 0; layer < groups.Count; layer++)
        {
            using var smaller = KeptUnits.Of(model, [.. groups.Select((group, number) => (IReadOnlyList<long>)[.. Enumerable.Range(0, group.Units - (number == layer ? 1 : 0)).Select(unit => (long)unit)])]);
            Assert.Equal(model.ParameterCount - smaller.ParameterCount, cost.Of(layer, counts));
            // And so on from the smaller one.
            Assert.Equal(UnitCost.Weights(smaller).Of(0, [.. KeptUnits.Groups(smaller).Select(group => group.Units)]), cost.Of(0, [.. counts.Select((count, number) => number == layer ? count - 1 : count)]));
        }
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("resnet")]
    public void AUnitCostsTheMultiplyAddsThatAModelWithoutItDoesNotDo(string kind)
    {
        using var model = KeptUnitsTests.Made(kind);
        var spec = model.Spec!;
        int[] counts = [.. KeptUnits.Groups(model).Select(group => group.Units)];
        var less = spec with { Network = spec.Network.WithUnits([counts[0] - 1, .. counts[1..]]) };
        Assert.Equal(spec.MultiplyAdds - less.MultiplyAdds, UnitCost.MultiplyAdds(model).Of(0, counts));
    }

    // The naive order: look at all units each time.
    [Fact]
    public void EachTimeTheUnitOfLeastUseForItsCostGoes() =>
        (from use in Gen.Double[0, 1].Array[7]
         from more in Gen.Double[0, 1].Array[5]
         select (use, more)).Sample(
            uses =>
            {
                using var scope = NewDisposeScope();
                using var model = KeptUnitsTests.Made("mlp");
                double[][] use = [uses.use, uses.more];
                var cost = UnitCost.Weights(model);
                var order = new PruningOrder(model, use, cost);
                List<List<long>> left = [[0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4]];
                for (var gone = 0; gone <= order.Count; gone++)
                {
                    Assert.Equal(left, order.After(gone).Select(units => units.ToList()));
                    var worst = (from layer in new[] { 0, 1 }
                                 where left[layer].Count > (use[layer].Length + 1) / 2
                                 from unit in left[layer]
                                 orderby use[layer][unit] / cost.Of(layer, [left[0].Count, left[1].Count])
                                 select ((int Layer, long Unit)?)(layer, unit)).FirstOrDefault();
                    Assert.Equal(gone == order.Count, worst is null);
                    if (worst is { } next)
                    {
                        left[next.Layer].Remove(next.Unit);
                    }
                }
            },
            iter: 30, threads: 1);

    [Fact]
    public void ALayerKeepsHalfOfItsUnitsAndNeverLosesTheLast()
    {
        using var scope = NewDisposeScope();
        var model = KeptUnitsTests.Made("conv");
        for (var round = 0; round < 4; round++)
        {
            var groups = KeptUnits.Groups(model);
            var order = new PruningOrder(model, [.. groups.Select(group => (IReadOnlyList<double>)new double[group.Units])], UnitCost.Weights(model));
            var kept = order.After(order.Count);
            Assert.Equal(groups.Select(group => (group.Units + 1) / 2), kept.Select(units => units.Count));
            model = KeptUnits.Of(model, kept);
        }

        Assert.All(KeptUnits.Groups(model), group => Assert.Equal(1, group.Units));
    }
}
