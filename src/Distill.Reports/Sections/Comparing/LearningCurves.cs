using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>How the students learned: the mean over the seeds as a line, the seeds faint behind it.</summary>
internal static class LearningCurves
{
    public static Html Render(Comparison comparison)
    {
        Html[] plots =
        [
            Plot(comparison, "Error rate on held-out examples", seed => Points(seed, point => point.HeldOutErrorRate), Percent),
            Plot(comparison, "NLL on held-out examples, nats", seed => Points(seed, point => point.HeldOutNll), NumberText.Rounded),
            Plot(comparison, "Training loss, share of its first value", RelativeLoss, NumberText.Rounded),
        ];
        var legend = RowStyle.Legend(comparison.Rows.Select(row => (RowStyle.Of(comparison, row.Id), row.Label)));
        return plots.All(plot => plot.IsEmpty) ? default : Section.Of(
            "curves",
            "Learning curves",
            Html.Of(
                $"""
                Measured on {NumberText.Count(comparison.Dataset.HeldOutExamples)} held-out examples. Thin lines are single seeds, thick
                lines their mean. Rows minimise different losses, so only the shapes of the training losses compare.
                """),
            Html.Of($"""{legend}<div class="plots">{plots}</div>"""));
    }

    private static string Percent(double share) => NumberText.Rounded(share * 100) + " %";

    private static Html Plot(
        Comparison comparison, string title, Func<SeedResult, List<(double X, double Y)>> points, Func<double, string> yText)
    {
        List<PlotLine> faint = [], means = [];
        foreach (var row in comparison.Rows)
        {
            var style = RowStyle.Of(comparison, row.Id);
            var seeds = row.Seeds.Select(points).ToList();
            var epochs = seeds[0].Select(point => point.X).ToList();
            var comparable = seeds.All(seed => seed.Select(point => point.X).SequenceEqual(epochs));
            // Seeds that were measured at different epochs have no mean; each is then a line of its own.
            faint.AddRange(seeds.Select(seed => new PlotLine(style, seed, Faint: comparable)));
            if (comparable)
            {
                means.Add(new PlotLine(style, [.. epochs.Select((epoch, i) => (epoch, seeds.Average(seed => seed[i].Y)))]));
            }
        }

        var last = comparison.Rows
            .Select(row => (row.Label, Ends: row.Seeds.Select(points).Where(seed => seed.Count > 0).Select(seed => seed[^1].Y).ToList()))
            .Where(row => row.Ends.Count > 0)
            .Select(row => $"{row.Label} ends at {yText(row.Ends.Average())}");
        var plot = LinePlot.Draw([.. faint, .. means], $"{title} over epochs. {string.Join("; ", last)}.", "epoch", yText);
        return plot.IsEmpty ? default : Html.Of($"""<figure class="card"><figcaption>{title}</figcaption>{plot}</figure>""");
    }

    private static List<(double X, double Y)> Points(SeedResult seed, Func<CurvePoint, double?> value) =>
        [.. seed.Curve.Where(point => value(point) is not null).Select(point => (point.Epoch, value(point)!.Value))];

    private static List<(double X, double Y)> RelativeLoss(SeedResult seed)
    {
        var points = Points(seed, point => point.TrainLoss);
        return points.Count > 0 && points[0].Y > 0 ? [.. points.Select(point => (point.X, point.Y / points[0].Y))] : [];
    }
}
