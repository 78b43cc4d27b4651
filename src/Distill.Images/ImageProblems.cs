using System.Collections.Concurrent;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Images that cannot be read, and why; filled from several threads.</summary>
internal sealed class ImageProblems
{
    private const int MostTold = 5;

    private readonly ConcurrentDictionary<string, string> problems = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => problems.Count;

    /// <summary>Notes one.</summary>
    public void Add(string name, string problem) => problems[name] = problem;

    /// <summary>Whether an image is one of them.</summary>
    public bool Has(string name) => problems.ContainsKey(name);

    /// <summary>The error that tells of all.</summary>
    public DistillException Error(string where)
    {
        var all = problems.OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        var told = NameList.Of([.. all.Select(one => $"{one.Key} {one.Value}")], MostTold);
        var sizes = all.Exists(one => one.Value.StartsWith("claims", StringComparison.Ordinal));
        return new($"{where}: {(all.Count == 1 ? "1 image" : $"{all.Count} images")} cannot be read: {told}. " +
            "Replace them, take them out, or have them left out (SkipDamaged).",
            [DataRemedy.SkipDamaged, .. sizes ? [DataRemedy.Resize] : Array.Empty<Remedy>()])
        { Reason = sizes ? FailureReason.BadInput : FailureReason.DamagedFile };
    }

    /// <summary>What to say where they are left out.</summary>
    public IReadOnlyList<LeftOut> LeftOut() => Count == 0 ? [] : [new("images that are damaged", Count, problems.Keys.Order(StringComparer.Ordinal).First())];
}
