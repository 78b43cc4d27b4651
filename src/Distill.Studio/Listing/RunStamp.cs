namespace Distill.Studio.Listing;

/// <summary>By what it shows that the files of a run's line have changed: when they were written, and how long they are.</summary>
/// <param name="Manifest">Of run.json.</param>
/// <param name="Evaluation">Of evaluation.json.</param>
/// <param name="Metrics">Of metrics.jsonl; only looked at while the run is under way.</param>
internal readonly record struct RunStamp((long Ticks, long Length) Manifest, (long Ticks, long Length) Evaluation, (long Ticks, long Length) Metrics)
{
    /// <summary>That of a folder as it is now.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="underWay">Whether the run writes metrics.</param>
    public static RunStamp Of(string path, bool underWay) => new(
        File(path, "run.json"), File(path, "evaluation.json"), underWay ? File(path, "metrics.jsonl") : default);

    /// <summary>The same without metrics.</summary>
    public RunStamp Settled => this with { Metrics = default };

    private static (long, long) File(string path, string name) =>
        new FileInfo(System.IO.Path.Combine(path, name)) is { Exists: true } file ? (file.LastWriteTimeUtc.Ticks, file.Length) : default;
}
