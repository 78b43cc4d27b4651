using System.Diagnostics;
using System.Text.Json;
using Distill.Jobs.Overviews;
using Distill.Runs;
using Distill.Studio.Serving;

namespace Distill.Studio.Listing;

/// <summary>
/// The runs of a folder, with what changed since one asked last. A run's files are read when they are new or written again, and
/// its metrics from where the last look ended.
/// </summary>
internal sealed class RunCatalogue
{
    private const int MostGone = 10_000;
    private const int Together = 512;

    // A first look at very many runs answers with the newest, and the next takes up the rest.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(0.9);

    private readonly string root;
    private readonly Lock entry = new();
    private readonly Dictionary<string, Known> runs = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Name)> gone = [];
    private readonly Queue<Found> waiting = [];
    private TimeSpan lastTook;
    private long lastLook;
    private readonly long begun;
    private long version;
    private long filesRead;

    /// <summary>The runs of a folder.</summary>
    /// <param name="root">The folder.</param>
    public RunCatalogue(string root)
    {
        // A page that outlives a studio knows a version of that one.
        (this.root, begun) = (root, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        version = begun;
    }

    /// <summary>How often files of runs have been read, for tests.</summary>
    public long FilesRead => Interlocked.Read(ref filesRead);

    /// <summary>How long to wait between two looks, so that looking takes little of a processor however many runs there are.</summary>
    public TimeSpan Pause => TimeSpan.FromSeconds(waiting.Count > 0 ? 0.01 : Math.Clamp(20 * lastTook.TotalSeconds, 1, 30));

    /// <summary>All runs, the newest first.</summary>
    public RunChanges All() => Since(0);

    /// <summary>What is new since a version, after a look at the folder where the last is old.</summary>
    /// <param name="since">The version that somebody knows; 0 for none.</param>
    public RunChanges Since(long since)
    {
        lock (entry)
        {
            Look();
            // What disappeared is not remembered for ever; who was away for longer gets all anew.
            var whole = since < begun || since > version || (gone.Count > 0 && gone.Count == MostGone && since < gone[0].Version);
            return new RunChanges(
                version,
                whole,
                [.. runs.Values.Where(run => whole || run.Version > since).Select(run => run.Row).OrderByDescending(row => row.Overview.When).ThenBy(row => row.Name, StringComparer.Ordinal)],
                waiting.Count,
                whole ? [] : [.. gone.Where(run => run.Version > since).Select(run => run.Name)]);
        }
    }

    /// <summary>Looks at all runs, so that who asks first does not wait for them.</summary>
    /// <param name="stopping">Ends it.</param>
    public void Prepare(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            lock (entry)
            {
                Look();
                if (waiting.Count == 0)
                {
                    return;
                }
            }
        }
    }

    /// <summary>The folder of a run that is listed.</summary>
    /// <exception cref="MissingException">None has this name.</exception>
    public string Folder(string name) => Find(name).Path;

    /// <summary>The metrics of a run that is listed, up to now.</summary>
    /// <exception cref="MissingException">None has this name.</exception>
    /// <exception cref="DistillException">A line is no record.</exception>
    public LiveMetrics Metrics(string name)
    {
        var metrics = Find(name).Metrics;
        metrics.Refresh();
        return metrics;
    }

    private Known Find(string name)
    {
        lock (entry)
        {
            if (!runs.ContainsKey(name))
            {
                do
                {
                    Look();
                }
                while (waiting.Count > 0 && !runs.ContainsKey(name));
            }

            return runs.TryGetValue(name, out var run) ? run : throw new MissingException("There is no such run in this folder.");
        }
    }

    private void Look()
    {
        var next = version + 1;
        var isNew = false;
        if (waiting.Count == 0)
        {
            if (lastLook != 0 && Stopwatch.GetElapsedTime(lastLook) < Freshness)
            {
                return;
            }

            var started = Stopwatch.GetTimestamp();
            isNew = Search(next);
            (lastTook, lastLook) = (Stopwatch.GetElapsedTime(started), Stopwatch.GetTimestamp());
        }

        var reading = Stopwatch.GetTimestamp();
        while (waiting.Count > 0)
        {
            var some = Enumerable.Range(0, Math.Min(Together, waiting.Count)).Select(_ => waiting.Dequeue()).ToList();
            foreach (var run in some.AsParallel().Select(found => Looked(found, next)).ToList())
            {
                runs[run.Row.Name] = run;
            }

            isNew = true;
            if (Stopwatch.GetElapsedTime(reading) >= Budget)
            {
                break;
            }
        }

        version = isNew ? next : version;
    }

    // Puts what is new or changed in line to be read, and drops what is gone; whether anything is.
    private bool Search(long next)
    {
        var paths = Directory.Exists(root) ? RunList.Folders(root).ToList() : [];
        foreach (var found in paths.AsParallel().Select(Compared).OfType<Found>().ToList().OrderByDescending(found => found.Stamp.Manifest.Ticks))
        {
            waiting.Enqueue(found);
        }

        var there = paths.Select(Name).ToHashSet(StringComparer.Ordinal);
        var missing = runs.Keys.Where(name => !there.Contains(name)).ToList();
        foreach (var name in missing)
        {
            runs.Remove(name);
            gone.Add((next, name));
        }

        gone.RemoveRange(0, Math.Max(0, gone.Count - MostGone));
        return missing.Count > 0;
    }

    // Null where nothing has changed.
    private Found? Compared(string path)
    {
        var known = runs.GetValueOrDefault(Name(path));
        var underWay = known?.Row.Overview.Status == RunStatus.Running;
        var stamp = RunStamp.Of(path, underWay);
        return known is not null && stamp == known.Stamp && (!underWay || Alive(path) == known.Row.Progress?.IsAlive) ? null : new Found(path, stamp, known);
    }

    private Known Looked(Found found, long next)
    {
        var (path, stamp, known) = found;
        var name = Name(path);
        var overview = known is not null && stamp.Settled == known.Stamp.Settled ? known.Row.Overview : Read(path, name);
        var metrics = known?.Metrics ?? new LiveMetrics(Path.Combine(path, "metrics.jsonl"));
        var underWay = overview.Status == RunStatus.Running;
        return new Known(path, underWay ? RunStamp.Of(path, true) : stamp.Settled, new RunRow(name, overview, underWay ? Progress(path, metrics, known) : null), metrics, next);
    }

    private RunOverview Read(string path, string name)
    {
        Interlocked.Increment(ref filesRead);
        return RunOverview.Of(path, name);
    }

    private static RunProgress Progress(string path, LiveMetrics metrics, Known? known)
    {
        try
        {
            metrics.Refresh();
            var manifest = RunDirectory.Open(path).ReadManifest();
            var epochs = known?.Row.Progress?.Epochs ?? Epochs(manifest.Configuration);
            return new RunProgress(
                metrics.Epoch, epochs, metrics.Loss, metrics.HeldOutRight, epochs is { } all ? metrics.SecondsLeft(all, manifest.Started) : null, Alive(path));
        }
        catch (DistillException)
        {
            // A line that is damaged is told where the run's curves are asked for.
            return new RunProgress(metrics.Epoch, known?.Row.Progress?.Epochs, metrics.Loss, metrics.HeldOutRight, null, Alive(path));
        }
    }

    private static double? Epochs(JsonElement configuration) =>
        Inside(Inside(Inside(configuration, "training"), "duration"), "epochs") is { ValueKind: JsonValueKind.Number } epochs && epochs.TryGetDouble(out var number) ? number : null;

    private static JsonElement? Inside(JsonElement? value, string key) =>
        value is { ValueKind: JsonValueKind.Object } inside && inside.TryGetProperty(key, out var found) ? found : null;

    private static bool Alive(string path) => FileClaim.IsHeld(Path.Combine(path, RunDirectory.LockName));

    private string Name(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private sealed record Found(string Path, RunStamp Stamp, Known? Known);

    private sealed record Known(string Path, RunStamp Stamp, RunRow Row, LiveMetrics Metrics, long Version);
}
