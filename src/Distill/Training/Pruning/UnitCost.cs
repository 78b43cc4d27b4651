using Distill.Models;
using Distill.Models.Units;

namespace Distill.Training.Pruning;

/// <summary>What a unit of each layer takes, where the layers have some numbers of units.</summary>
internal abstract class UnitCost
{
    /// <summary>Weights and biases that make the unit or read it: what its file no longer holds without it.</summary>
    /// <param name="model">The model.</param>
    public static UnitCost Weights(Classifier model) => new OfWeights(model);

    /// <summary>Multiply-adds for one example that a model of one unit less does not do.</summary>
    /// <param name="model">The model.</param>
    public static UnitCost MultiplyAdds(Classifier model) => new OfMultiplyAdds(model.Spec!);

    /// <summary>More than 0.</summary>
    /// <param name="group">Which of <see cref="KeptUnits.Groups"/>.</param>
    /// <param name="counts">The units of each.</param>
    public abstract double Of(int group, IReadOnlyList<int> counts);

    private sealed class OfWeights : UnitCost
    {
        private readonly IReadOnlyList<UnitGroup> groups;
        private readonly Dictionary<string, long[]> shapes;
        private readonly Dictionary<(string Tensor, int Axis), (int Group, int Each)> owners;

        public OfWeights(Classifier model)
        {
            groups = KeptUnits.Groups(model);
            shapes = model.Weights().ToDictionary(pair => pair.Name, pair => pair.Parameter.shape, StringComparer.Ordinal);
            owners = groups.SelectMany((group, number) => group.Slices.Select(slices => (slices, number))).ToDictionary(pair => (pair.slices.Tensor, pair.slices.Axis), pair => (pair.number, pair.slices.Each));
        }

        // Statistics of batch normalisation are no weights.
        public override double Of(int group, IReadOnlyList<int> counts) =>
            groups[group].Slices.Where(slices => shapes.ContainsKey(slices.Tensor)).Sum(slices => Enumerable.Range(0, shapes[slices.Tensor].Length)
                .Aggregate((double)slices.Each, (product, axis) => axis == slices.Axis ? product : product * Length(slices.Tensor, axis, counts)));

        private double Length(string tensor, int axis, IReadOnlyList<int> counts) =>
            owners.TryGetValue((tensor, axis), out var owner) ? (double)counts[owner.Group] * owner.Each : shapes[tensor][axis];
    }

    private sealed class OfMultiplyAdds(ModelSpec spec) : UnitCost
    {
        public override double Of(int group, IReadOnlyList<int> counts) =>
            Math.Max(1, Products(counts) - Products([.. counts.Select((count, number) => number == group ? count - 1 : count)]));

        private long Products(IReadOnlyList<int> counts) => spec.Network.WithUnits(counts).MultiplyAdds(spec.Input, spec.Classes);
    }
}
