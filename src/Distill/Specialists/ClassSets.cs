using Distill.Runs;

namespace Distill.Specialists;

/// <summary>
/// The classes of each specialist, S_m (section 5.2 of the paper). Sets may overlap, and need not hold all classes; what a
/// set lacks is its specialist's dustbin.
/// </summary>
public sealed class ClassSets
{
    private const int MostProblems = 10;

    private readonly int[][] sets;
    private readonly int[] covering;
    private readonly int[] firstCovering;

    /// <summary>Takes the sets of all specialists.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="sets">For each specialist, numbers of classes from 0 to <paramref name="classes"/> − 1, each once, in any order.</param>
    /// <exception cref="DistillException">There are no sets; a set is empty, holds all classes, or a class twice or one that does not
    /// exist. Names the first mistakes.</exception>
    public ClassSets(int classes, IEnumerable<IReadOnlyCollection<int>> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        IReadOnlyCollection<int>[] given = [.. sets];
        string[] problems = [.. Problems(classes, given).Take(MostProblems)];
        if (problems.Length > 0)
        {
            throw new DistillException($"These classes of specialists cannot be: {string.Join("; ", problems)}.");
        }

        Classes = classes;
        this.sets = [.. given.Select(set => set.Order().ToArray())];
        (covering, firstCovering) = Invert(classes, this.sets);
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many specialists there are.</summary>
    public int Count => sets.Length;

    /// <summary>The classes of a specialist, ascending. Its outputs are these, in this order, and then the dustbin.</summary>
    public ReadOnlySpan<int> this[int specialist] => sets[specialist];

    /// <summary>The specialists whose set holds a class, ascending; none for a class that the generalist alone answers for.</summary>
    public ReadOnlySpan<int> Covering(int number) => covering.AsSpan(firstCovering[number]..firstCovering[number + 1]);

    private static IEnumerable<string> Problems(int classes, IReadOnlyCollection<int>[] sets)
    {
        if (sets.Length == 0)
        {
            yield return "there is no specialist; give one or more sets of classes";
        }

        for (var specialist = 0; specialist < sets.Length; specialist++)
        {
            if (Problem(classes, sets[specialist]) is { } problem)
            {
                yield return $"specialist {specialist + 1} {problem}";
            }
        }
    }

    private static string? Problem(int classes, IReadOnlyCollection<int> set)
    {
        var foreign = set.Where(number => number < 0 || number >= classes).ToList();
        return set.Count == 0 ? "has no classes"
            : foreign.Count > 0 ? $"has class {foreign[0]}; expected 0 to {classes - 1}"
            : set.Distinct().Count() < set.Count ? "has a class twice"
            : set.Count == classes ? $"has all {classes} classes, so that nothing is left for its dustbin"
            : null;
    }

    private static (int[] Specialists, int[] First) Invert(int classes, int[][] sets)
    {
        var first = new int[classes + 1];
        foreach (var number in sets.SelectMany(set => set))
        {
            first[number + 1]++;
        }

        for (var number = 0; number < classes; number++)
        {
            first[number + 1] += first[number];
        }

        var specialists = new int[first[classes]];
        var next = first[..classes];
        for (var specialist = 0; specialist < sets.Length; specialist++)
        {
            foreach (var number in sets[specialist])
            {
                specialists[next[number]++] = specialist;
            }
        }

        return (specialists, first);
    }
}
