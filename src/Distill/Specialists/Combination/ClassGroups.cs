namespace Distill.Specialists;

/// <summary>
/// The classes of the active sets, grouped by which of them they belong to. Group 0 is the rest, of no active set; each other
/// group adds one set to those of an earlier group, its parent, so that a group's sets are found by going from parent to parent.
/// </summary>
internal sealed class ClassGroups
{
    private readonly ClassSets sets;
    private readonly int[] groupOf;
    private readonly int[] members;
    private readonly int[] parents;
    private readonly int[] added;
    private readonly int[] successors;
    private readonly double[] masses;
    private int memberCount;

    public ClassGroups(ClassSets sets)
    {
        this.sets = sets;
        var most = 1;
        for (var specialist = 0; specialist < sets.Count; specialist++)
        {
            most += sets[specialist].Length;
        }

        (groupOf, members) = (new int[sets.Classes], new int[sets.Classes]);
        (parents, added, successors, masses) = (new int[most], new int[most], new int[most], new double[most]);
    }

    /// <summary>How many groups there can be.</summary>
    public int Most => parents.Length;

    /// <summary>How many groups there are, the rest included. Some have lost all their classes to a child.</summary>
    public int Count { get; private set; }

    /// <summary>How many sets are active.</summary>
    public int Active { get; private set; }

    /// <summary>The classes of the active sets, each once.</summary>
    public ReadOnlySpan<int> Members => members.AsSpan(0, memberCount);

    /// <summary>The earlier group of each group but the first.</summary>
    public ReadOnlySpan<int> Parents => parents.AsSpan(0, Count);

    /// <summary>The set, by its position among the active ones, that each group but the first has and its parent has not.</summary>
    public ReadOnlySpan<int> Added => added.AsSpan(0, Count);

    /// <summary>a, summed over the classes of each group.</summary>
    public ReadOnlySpan<double> Masses => masses.AsSpan(0, Count);

    /// <summary>The group of a class of <see cref="Members"/>.</summary>
    public int GroupOf(int number) => groupOf[number];

    /// <summary>Groups the classes of some specialists.</summary>
    public void Divide(ReadOnlySpan<int> active)
    {
        foreach (var number in Members)
        {
            groupOf[number] = 0;
        }

        (memberCount, Count, Active) = (0, 1, active.Length);
        for (var position = 0; position < active.Length; position++)
        {
            var before = Count;
            successors.AsSpan(0, before).Clear();
            foreach (var number in sets[active[position]])
            {
                var group = groupOf[number];
                if (group == 0)
                {
                    members[memberCount++] = number;
                }

                if (successors[group] == 0)
                {
                    (parents[Count], added[Count]) = (group, position);
                    successors[group] = Count++;
                }

                groupOf[number] = successors[group];
            }
        }
    }

    /// <summary>Forgets all masses but that of the rest.</summary>
    public void ClearMasses(double rest)
    {
        masses.AsSpan(0, Count).Clear();
        masses[0] = rest;
    }

    /// <summary>Adds a class's mass to its group's.</summary>
    public void AddMass(int number, double mass) => masses[groupOf[number]] += mass;
}
