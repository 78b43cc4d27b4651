using Distill.Models;
using Distill.Models.Units;

namespace Distill.Training.Pruning;

/// <summary>
/// The order in which a model loses units: always the one with the least use for what it takes. A layer loses at most half of its units in one
/// order, because the use of the others was measured beside those that go.
/// </summary>
internal sealed class PruningOrder
{
    private readonly IReadOnlyList<UnitGroup> groups;
    private readonly List<(int Group, long Unit)> removed = [];

    /// <param name="model">The model, which stays as it is.</param>
    /// <param name="use">As <see cref="UnitUse"/> measures it.</param>
    /// <param name="cost">What a unit takes.</param>
    public PruningOrder(Classifier model, IReadOnlyList<IReadOnlyList<double>> use, UnitCost cost)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(use);
        ArgumentNullException.ThrowIfNull(cost);
        groups = KeptUnits.Groups(model);
        var left = use.Select(units => new Queue<long>(Enumerable.Range(0, units.Count).Select(unit => (long)unit).OrderBy(unit => units[(int)unit]))).ToList();
        int[] counts = [.. groups.Select(group => group.Units)];
        while (Open().Select(group => (int?)group).MinBy(group => use[group!.Value][(int)left[group.Value].Peek()] / cost.Of(group.Value, counts)) is { } next)
        {
            removed.Add((next, left[next].Dequeue()));
            counts[next]--;
        }

        IEnumerable<int> Open() => Enumerable.Range(0, counts.Length).Where(group => counts[group] > (groups[group].Units + 1) / 2);
    }

    /// <summary>How many units can go.</summary>
    public int Count => removed.Count;

    /// <summary>The units of each layer that stay after so many have gone, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<long>> After(int count)
    {
        var gone = removed.Take(count).ToHashSet();
        return [.. groups.Select((group, number) => (IReadOnlyList<long>)[.. Enumerable.Range(0, group.Units).Select(unit => (long)unit).Where(unit => !gone.Contains((number, unit)))])];
    }
}
