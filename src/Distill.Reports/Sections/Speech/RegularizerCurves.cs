using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>Trainings over their epochs, each with its training and its test frames.</summary>
internal static class RegularizerCurves
{
    private const int Train = 6, Test = 1, MostPlots = 12;

    public static Html Render(RegularizerResults results)
    {
        var plots = Html.Join((results.Curves ?? []).Take(MostPlots).Select(Plot));
        return Section.Of(
            "curves",
            "Over the epochs",
            Html.Of($"One seed of each, on a draw of the frames."),
            plots.IsEmpty ? default : Html.Of(
                $"""
                {RowStyle.Legend([(Train, "training frames"), (Test, "test frames")])}
                <div class="plots">{plots}</div>
                """));
    }

    private static Html Plot(RegularizerCurve curve)
    {
        var title = curve.Id switch
        {
            "full" => "Labels of all data",
            "hard" => $"Labels of {NumberText.Percent(curve.Share, 0)}",
            "soft" => $"Soft targets of {NumberText.Percent(curve.Share, 0)}",
            _ => curve.Id,
        };
        var plot = LinePlot.Draw(
            [
                new PlotLine(Train, [.. curve.Points.Select(point => (point.Epoch, point.Train))]),
                new PlotLine(Test, [.. curve.Points.Select(point => (point.Epoch, point.Test))]),
            ],
            curve.Points.Count == 0 ? title : $"{title}: frames right over epochs. Training frames end at {NumberText.Percent(curve.Points[^1].Train)}, test frames at {NumberText.Percent(curve.Points[^1].Test)}.",
            "epoch", value => NumberText.Percent(value, 0));
        return plot.IsEmpty ? default : Html.Of($"""<figure class="card"><figcaption>{title}</figcaption>{plot}</figure>""");
    }
}
