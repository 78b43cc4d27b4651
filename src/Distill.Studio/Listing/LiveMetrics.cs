using Distill.Jobs.Training.Reporting;
using Distill.Runs;
using Distill.Runs.Metrics;

namespace Distill.Studio.Listing;

/// <summary>The metrics of a run as they are written: every byte of metrics.jsonl is read once, however long a run is watched.</summary>
/// <param name="path">metrics.jsonl, there or not.</param>
internal sealed class LiveMetrics(string path)
{
    private static readonly TimeSpan ShortestPace = TimeSpan.FromSeconds(2);

    private readonly Lock entry = new();
    private MetricLines lines = MetricLines.Of([]);
    private long end;
    private (double Epoch, DateTimeOffset At)? first;
    private (double Epoch, DateTimeOffset At)? last;

    /// <summary>The last mean loss.</summary>
    public double? Loss { get; private set; }

    /// <summary>The last held-out accuracy.</summary>
    public double? HeldOutRight { get; private set; }

    /// <summary>Passes over the data; 0 before the first record.</summary>
    public double Epoch { get; private set; }

    /// <summary>How many bytes have been read in all, for tests.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads what has been written since the last call.</summary>
    /// <exception cref="DistillException">A line is no record.</exception>
    public void Refresh()
    {
        lock (entry)
        {
            var length = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
            if (length < end)
            {
                // A run that resumes cuts what it computes again.
                (lines, end, first, last, Loss, HeldOutRight, Epoch) = (MetricLines.Of([]), 0, null, null, null, null, 0);
            }

            if (length == end)
            {
                return;
            }

            var before = end;
            foreach (var (record, recordEnd) in MetricsReader.ReadAfter(path, end))
            {
                lines.Add(record);
                end = recordEnd;
                Take(record);
            }

            BytesRead += end - before;
            last = (Epoch, new FileInfo(path).LastWriteTimeUtc);
            first ??= last;
        }
    }

    /// <summary>The curves; a line that has been begun is not in them.</summary>
    /// <param name="use">Given the lines, which change with the next call of <see cref="Refresh"/>.</param>
    public T Curves<T>(Func<MetricLines, T> use)
    {
        lock (entry)
        {
            return use(lines);
        }
    }

    /// <summary>How long the rest takes, at the pace since the run was first looked at, or else since it started.</summary>
    /// <param name="epochs">Passes in all.</param>
    /// <param name="started">When the run was made.</param>
    public double? SecondsLeft(double epochs, DateTimeOffset started)
    {
        lock (entry)
        {
            if (last is not { } now)
            {
                return null;
            }

            var since = first is { } seen && now.At - seen.At >= ShortestPace && now.Epoch > seen.Epoch ? seen : (Epoch: 0, At: started);
            return now.Epoch > since.Epoch ? Math.Max(0, (epochs - now.Epoch) * (now.At - since.At).TotalSeconds / (now.Epoch - since.Epoch)) : null;
        }
    }

    private void Take(MetricsRecord record)
    {
        Epoch = record.Epoch;
        if (record.Kind == MetricsKind.Train && record.Values.TryGetValue("loss", out var loss))
        {
            Loss = loss;
        }
        else if (record.Kind == MetricsKind.Evaluation && record.Values.TryGetValue("accuracy", out var accuracy))
        {
            HeldOutRight = accuracy;
        }
    }
}
