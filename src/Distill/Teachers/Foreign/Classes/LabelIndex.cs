using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>Finds a teacher's classes by name.</summary>
internal sealed class LabelIndex
{
    private readonly ILookup<string, int> exact;
    private readonly ILookup<string, int> folded;
    private readonly ILookup<int, int> counted;

    public LabelIndex(IReadOnlyList<string> labels)
    {
        var numbered = labels.Select((label, number) => (label, number)).ToList();
        exact = numbered.ToLookup(pair => pair.label, pair => pair.number, StringComparer.Ordinal);
        folded = numbered
            .SelectMany(pair => LabelNames.Of(pair.label).Select(name => (name, pair.number)))
            .ToLookup(pair => pair.name, pair => pair.number);
        counted = numbered.Where(pair => LabelNames.Number(pair.label) is not null).ToLookup(pair => LabelNames.Number(pair.label)!.Value, pair => pair.number);
    }

    /// <summary>Whether there is one class of that name.</summary>
    public bool Knows(string name) => Find(name, out _) >= 0;

    /// <summary>The class of that name; or −1, and why there is none.</summary>
    public int Find(string name, out string problem)
    {
        var found = exact[name].ToList();
        found = found.Count > 0 ? found : [.. folded[LabelNames.Fold(name)].Distinct()];
        found = found.Count == 0 && LabelNames.Number(name) is { } number ? [.. counted[number]] : found;
        problem = found.Count switch
        {
            0 => $"the teacher has no class '{name}'{Question(name)}",
            1 => "",
            _ => $"'{name}' is the teacher's classes {string.Join(" and ", found.Take(5))}; give the number",
        };
        return found.Count == 1 ? found[0] : -1;
    }

    private string Question(string name) => NearMiss.Suggest(name, exact.Select(label => label.Key)) is { } near ? $" (nearest: '{near}')" : "";
}
