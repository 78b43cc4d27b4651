using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons.Reporting;

/// <summary>How the students learned: the mean over the seeds as a line, the seeds behind it.</summary>
internal static class CurveSection
{
    public static Section Of(Comparison comparison) => new(
        "curves",
        "Learning curves",
        $"Measured on {NumberText.Count(comparison.Dataset.HeldOutExamples)} held-out examples. Thin lines are single seeds, thick lines their mean. Rows "
        + "minimise different losses, so only the shapes of the training losses compare.",
        [
            .. new[]
            {
                Plot(comparison, "Error rate on held-out examples", Unit.Share, seed => Points(seed, point => point.HeldOutErrorRate)),
                Plot(comparison, "NLL on held-out examples, nats", Unit.Number, seed => Points(seed, point => point.HeldOutNll)),
                Plot(comparison, "Training loss, share of its first value", Unit.Number, RelativeLoss),
            }.Where(plot => plot.Series.Any(series => series.Points.Count > 1)),
        ]);

    private static Plot Plot(Comparison comparison, string title, Unit unit, Func<SeedResult, List<(double X, double Y)>> points)
    {
        var rows = comparison.Rows.Select(row => (Row: row, Seeds: row.Seeds.Select(points).Where(seed => seed.Count > 0).ToList())).ToList();
        var ends = rows.Where(row => row.Seeds.Count > 0)
            .Select(row => $"{row.Row.Label} ends at {Text(row.Seeds.Average(seed => seed[^1].Y), unit)}");
        return new Plot(
            title, $"Over epochs: {string.Join("; ", ends)}.", "epoch", unit,
            [.. rows.SelectMany(row => Series(row.Row.Label, RowNames.Colour(comparison, row.Row.Id), row.Seeds))]);
    }

    // Seeds that were measured at different epochs have no mean; each is then a line of its own.
    private static IEnumerable<Series> Series(string name, int colour, List<List<(double X, double Y)>> seeds)
    {
        if (seeds.Count == 0)
        {
            return [];
        }

        var epochs = seeds[0].Select(point => point.X).ToList();
        return seeds.All(seed => seed.Select(point => point.X).SequenceEqual(epochs))
            ? [new Series(name, colour, [.. epochs.Select((epoch, i) => new Point(epoch, [.. seeds.Select(seed => seed[i].Y)]))])]
            : seeds.Select(seed => new Series(name, colour, [.. seed.Select(point => new Point(point.X, [point.Y]))]));
    }

    private static string Text(double value, Unit unit) => unit == Unit.Share ? NumberText.Percent(value, 2) : NumberText.Rounded(value);

    private static List<(double X, double Y)> Points(SeedResult seed, Func<CurvePoint, double?> value) =>
        [.. seed.Curve.Where(point => value(point) is not null).Select(point => (point.Epoch, value(point)!.Value))];

    private static List<(double X, double Y)> RelativeLoss(SeedResult seed)
    {
        var points = Points(seed, point => point.TrainLoss);
        return points.Count > 0 && points[0].Y > 0 ? [.. points.Select(point => (point.X, point.Y / points[0].Y))] : [];
    }
}
