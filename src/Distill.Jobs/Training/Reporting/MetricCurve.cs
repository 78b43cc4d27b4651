using Distill.Runs.Documents;

namespace Distill.Jobs.Training.Reporting;

/// <summary>A curve whose points are means of ever more records, so that there are never many however long a training is.</summary>
internal sealed class MetricCurve
{
    // More points than a plot has pixels are of no use.
    private const int MostPoints = 400;

    private readonly List<(double X, double Y)> kept = [];
    private readonly List<(double X, double Y)> pending = [];
    private int each = 1;

    /// <summary>The means, and the last record as it is where it is not among them.</summary>
    public IReadOnlyList<Point> Points => [.. kept.Concat(pending.TakeLast(1)).Select(point => new Point(point.X, [point.Y]))];

    /// <summary>Adds a record.</summary>
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
