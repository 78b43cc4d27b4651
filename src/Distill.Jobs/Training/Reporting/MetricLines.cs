using Distill.Runs.Documents;
using Distill.Runs.Metrics;

namespace Distill.Jobs.Training.Reporting;

/// <summary>The metrics of a run as curves, by the names they have in metrics.jsonl.</summary>
internal sealed class MetricLines
{
    private const int MostNames = 12;

    private readonly Dictionary<string, (MetricCurve Training, MetricCurve HeldOut)> lines = [];

    /// <summary>The record of the last step; null where there is none.</summary>
    public MetricsRecord? Last { get; private set; }

    /// <summary>The names, in the order in which they appear; the first twelve.</summary>
    public IEnumerable<string> Names => lines.Keys;

    /// <summary>Reads them all.</summary>
    public static MetricLines Of(IEnumerable<MetricsRecord> metrics)
    {
        var all = new MetricLines();
        foreach (var record in metrics)
        {
            all.Add(record);
        }

        return all;
    }

    /// <summary>What training and what held-out data say under a name; nothing under one that there is not.</summary>
    public (IReadOnlyList<Point> Training, IReadOnlyList<Point> HeldOut) this[string name] =>
        lines.TryGetValue(name, out var line) ? (line.Training.Points, line.HeldOut.Points) : ([], []);

    /// <summary>"examplesPerSecond" is a key of the file, "Examples per second" a heading.</summary>
    public static string Heading(string name)
    {
        if (name == "nll")
        {
            return "NLL, nats";
        }

        var words = string.Concat(name.Select((letter, i) =>
            i > 0 && char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(name[i - 1])
                ? $" {char.ToLowerInvariant(letter)}"
                : $"{letter}"));
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Adds a record that has just been written.</summary>
    public void Add(MetricsRecord record)
    {
        Last = record;
        foreach (var (name, value) in record.Values)
        {
            if (!lines.TryGetValue(name, out var line))
            {
                if (lines.Count == MostNames)
                {
                    continue;
                }

                lines[name] = line = (new MetricCurve(), new MetricCurve());
            }

            (record.Kind == MetricsKind.Train ? line.Training : line.HeldOut).Add(record.Epoch, value);
        }
    }
}
