using Distill.Libtorch;
using static TorchSharp.torch;

namespace Distill.Models.Units;

/// <summary>Models of some of another's units: smaller files that compute fewer numbers, and not masks over large ones.</summary>
internal static class KeptUnits
{
    /// <summary>The layers whose units can be taken out; none for a network of the caller's, or one of an architecture that allows none.</summary>
    public static IReadOnlyList<UnitGroup> Groups(Classifier model) => model.Spec is { } spec ? spec.Network.UnitGroups(spec.Input) : [];

    /// <summary>The model with some of its units; the caller disposes it.</summary>
    /// <param name="model">Float32, with a specification; it stays as it is.</param>
    /// <param name="kept">For each of <see cref="Groups"/> the numbers of the units that stay, one or more, ascending.</param>
    public static Classifier Of(Classifier model, IReadOnlyList<IReadOnlyList<long>> kept)
    {
        var spec = model.Spec! with { Network = model.Spec!.Network.WithUnits([.. kept.Select(units => units.Count)]) };
        var smaller = Classifier.Build(spec, seed: 0);
        Copy(model, smaller, kept);
        smaller.train(model.training);
        return smaller;
    }

    /// <summary>Overwrites all numbers of a model with those of some units of a larger one.</summary>
    /// <param name="from">Float32; it stays as it is.</param>
    /// <param name="into">Of as many units as are kept, float32.</param>
    /// <param name="kept">As for <see cref="Of"/>.</param>
    public static void Copy(Classifier from, Classifier into, IReadOnlyList<IReadOnlyList<long>> kept)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var selections = Groups(from)
            .Zip(kept, (group, units) => group.Slices.Select(slices => (slices.Tensor, slices.Axis, Places: Places(units, slices.Each))))
            .SelectMany(all => all)
            .ToLookup(selection => selection.Tensor, StringComparer.Ordinal);
        foreach (var ((name, theirs), (_, mine)) in from.State().Zip(into.State()))
        {
            using var inner = NewDisposeScope();
            mine.copy_(selections[name].Aggregate(theirs, (value, selection) => value.index_select(selection.Axis, selection.Places.On(value.device))));
        }
    }

    private static Tensor Places(IReadOnlyList<long> units, int each) =>
        tensor([.. units.SelectMany(unit => Enumerable.Range(0, each).Select(place => (unit * each) + place))], ScalarType.Int64);
}
