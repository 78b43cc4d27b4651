using Distill.Runs.Documents;
using Distill.Runs.Metrics;

namespace Distill.Jobs.Training.Reporting;

/// <summary>The metrics of one run: a plot a name, training and held-out data in it where both have that name.</summary>
internal static class MetricCurves
{
    private const int TrainingColour = 0, HeldOutColour = 1;
    private const int MostPlots = 12;

    // More points than a plot has pixels are of no use, and a long training has millions.
    private const int MostPoints = 400;

    public static Section Of(IEnumerable<MetricsRecord> metrics)
    {
        var lines = new Dictionary<string, (Curve Training, Curve HeldOut)>();
        MetricsRecord? last = null;
        foreach (var record in metrics)
        {
            last = record;
            foreach (var (name, value) in record.Values)
            {
                if (!lines.TryGetValue(name, out var line))
                {
                    if (lines.Count == MostPlots)
                    {
                        continue;
                    }

                    lines[name] = line = (new Curve(), new Curve());
                }

                (record.Kind == MetricsKind.Train ? line.Training : line.HeldOut).Add(record.Epoch, value);
            }
        }

        return new Section(
            "curves",
            "Learning curves",
            last is null ? "" : $"{NumberText.Count(last.Step)} steps, {NumberText.Brief(Math.Round(last.Epoch, 2))} epochs.",
            [.. lines.Select(line => Plot(Words(line.Key), line.Value.Training.Points, line.Value.HeldOut.Points))]);
    }

    private static Plot Plot(string name, IReadOnlyList<Point> training, IReadOnlyList<Point> heldOut)
    {
        Series[] series = [.. new[] { new Series("training", TrainingColour, training), new Series("held-out data", HeldOutColour, heldOut) }.Where(line => line.Points.Count > 0)];
        var ends = series.Select(line => $"{line.Name} ends at {NumberText.Rounded(line.Points[^1].Values[0])}");
        return new Plot(name, $"Over epochs: {string.Join("; ", ends)}.", "epoch", Unit.Number, series);
    }

    // "examplesPerSecond" is a key of the file, "Examples per second" a heading.
    private static string Words(string name)
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

    /// <summary>A curve whose points are means of ever more records, so that there are never many.</summary>
    private sealed class Curve
    {
        private readonly List<(double X, double Y)> kept = [];
        private readonly List<(double X, double Y)> pending = [];
        private int each = 1;

        /// <summary>The means, and the last record as it is where it is not among them.</summary>
        public IReadOnlyList<Point> Points =>
            [.. kept.Concat(pending.TakeLast(1)).Select(point => new Point(point.X, [point.Y]))];

        public void Add(double epoch, double value)
        {
            pending.Add((epoch, value));
            if (pending.Count < each)
            {
                return;
            }

            kept.Add(Mean(pending));
            pending.Clear();
            if (kept.Count > MostPoints)
            {
                List<(double X, double Y)> pairs = [.. kept.Chunk(2).Select(Mean)];
                kept.Clear();
                kept.AddRange(pairs);
                each *= 2;
            }
        }

        private static (double X, double Y) Mean(IReadOnlyCollection<(double X, double Y)> points) =>
            (points.Average(point => point.X), points.Average(point => point.Y));
    }
}
