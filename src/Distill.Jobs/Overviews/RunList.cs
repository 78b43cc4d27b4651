using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Jobs.Overviews;

/// <summary>The runs of a folder.</summary>
internal static class RunList
{
    // Runs lie in the folder or in folders of it, and not in each other's; what lies deeper is not looked for.
    private const int Depth = 3;

    /// <summary>All runs in the folder and below it, without the members of larger runs; the newest first.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="DistillException">There is no such folder.</exception>
    public static IReadOnlyList<RunOverview> In(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new DistillException($"There is no folder {root}; expected one with runs, which 'distill train' and other verbs make in ./runs.");
        }

        return
        [
            .. Folders(root)
                .Select(path => RunOverview.Of(path, Path.GetRelativePath(root, path)))
                .OrderByDescending(run => run.When).ThenBy(run => run.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The folders of all runs in a folder and below it, without the members of larger runs and without following links.</summary>
    /// <param name="root">The folder, which is there.</param>
    public static IEnumerable<string> Folders(string root) => Folders(root, Depth);

    /// <summary>The runs as a table.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="runs">The runs that are shown.</param>
    /// <param name="all">How many there are.</param>
    public static Document AsDocument(string root, IReadOnlyList<RunOverview> runs, int all) => new()
    {
        Topic = $"Runs in {root}",
        Sentence = all == runs.Count ? $"{NumberText.Count(all)} of them, the newest first" : $"{NumberText.Count(runs.Count)} of {NumberText.Count(all)}",
        Sections =
        [
            new Section("runs", "Runs", "", runs.Count == 0 ? [] :
            [
                new Table(
                    "Runs",
                    ["run", "did", "status", "data", "model", "T", "test right", "held-out right", "took"],
                    [.. runs.Select(Row)]),
            ])
            {
                InShort = true,
            },
        ],
    };

    private static IReadOnlyList<Cell> Row(RunOverview run) =>
    [
        Cell.Of(run.Name, run.Message is { } message ? Shortened(message) : ""),
        Cell.Of(run.Kind?.ToString().ToLowerInvariant() ?? ""),
        Cell.Of(run.Status?.ToString().ToLowerInvariant() ?? "unreadable"),
        Cell.Of(run.Data ?? ""),
        Cell.Of(run.Model ?? ""),
        Cell.Of(run.Temperature is { } temperature ? NumberText.Brief(temperature) : ""),
        Cell.Of(run.Right is { } right ? new Measure(right, Unit.Share) : null),
        Cell.Of(run.HeldOutRight is { } heldOut ? new Measure(heldOut, Unit.Share) : null),
        Cell.Of(run.Seconds is { } seconds ? NumberText.Seconds(seconds) : ""),
    ];

    private static string Shortened(string message) => message.Length <= 80 ? message : $"{message.AsSpan(0, 79)}…";

    private static IEnumerable<string> Folders(string folder, int depth)
    {
        if (RunDirectory.IsRun(folder))
        {
            yield return folder;
            yield break;
        }

        if (depth == 0)
        {
            yield break;
        }

        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var found in Directory.EnumerateDirectories(folder, "*", options).SelectMany(inner => Folders(inner, depth - 1)))
        {
            yield return found;
        }
    }
}
