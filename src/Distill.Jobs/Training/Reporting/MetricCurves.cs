using Distill.Runs.Documents;
using Distill.Runs.Metrics;

namespace Distill.Jobs.Training.Reporting;

/// <summary>The metrics of one run: a plot a name, training and held-out data in it where both have that name.</summary>
internal static class MetricCurves
{
    private const int TrainingColour = 0, HeldOutColour = 1;

    public static Section Of(IEnumerable<MetricsRecord> metrics)
    {
        var lines = MetricLines.Of(metrics);
        return new Section(
            "curves",
            "Learning curves",
            lines.Last is { } last ? $"{NumberText.Count(last.Step)} steps, {NumberText.Brief(Math.Round(last.Epoch, 2))} epochs." : "",
            [.. lines.Names.Select(name => Plot(MetricLines.Heading(name), lines[name].Training, lines[name].HeldOut))]);
    }

    private static Plot Plot(string name, IReadOnlyList<Point> training, IReadOnlyList<Point> heldOut)
    {
        Series[] series = [.. new[] { new Series("training", TrainingColour, training), new Series("held-out data", HeldOutColour, heldOut) }.Where(line => line.Points.Count > 0)];
        var ends = series.Select(line => $"{line.Name} ends at {NumberText.Rounded(line.Points[^1].Values[0])}");
        return new Plot(name, $"Over epochs: {string.Join("; ", ends)}.", "epoch", Unit.Number, series);
    }
}
