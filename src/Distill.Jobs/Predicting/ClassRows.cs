using Distill.Teachers.Foreign;

namespace Distill.Jobs.Predicting;

/// <summary>The classes of several models as one list, in which a class that two of them name alike is one.</summary>
internal sealed class ClassRows
{
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> folded = new(StringComparer.Ordinal);

    /// <summary>The names, those of the first model in its order, then what others have beside them.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Adds the classes of a model.</summary>
    /// <param name="own">Their names, in the order of its output.</param>
    /// <returns>For each the place in <see cref="Names"/>; no two have the same.</returns>
    public int[] Add(IReadOnlyList<string> own)
    {
        // Names that differ in case, spaces, hyphens or synonyms alone mean the same of two models, but not of one.
        var taken = new HashSet<int>();
        var rows = new int[own.Count];
        Array.Fill(rows, -1);
        Match(name => exact.TryGetValue(name, out var row) ? row : -1);
        Match(name => LabelNames.Of(name).Select(way => folded.GetValueOrDefault(way, -1)).FirstOrDefault(row => row >= 0, -1));
        var known = names.Count;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
            {
                rows[i] = names.Count;
                names.Add(own[i]);
            }
        }

        for (var row = known; row < names.Count; row++)
        {
            exact.TryAdd(names[row], row);
            foreach (var way in LabelNames.Of(names[row]))
            {
                folded.TryAdd(way, row);
            }
        }

        return rows;

        void Match(Func<string, int> find)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (rows[i] < 0 && find(own[i]) is >= 0 and var row && taken.Add(row))
                {
                    rows[i] = row;
                }
            }
        }
    }
}
