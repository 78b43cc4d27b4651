using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>Trainings over their epochs, each with its training and its test frames.</summary>
internal static class RegularizerCurves
{
    private const int Train = 6, Test = 1, Labels = 0, Soft = 2, MostPlots = 12;

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
                {Likelihoods(results)}
                """));
    }

    // Where accuracy still stands, a net that learns labels by heart is already too sure of what it gets wrong.
    private static Html Likelihoods(RegularizerResults results)
    {
        var curves = (results.Curves ?? []).Where(curve => curve.Share < 1 && curve.Points.Count > 0).Take(MostPlots).ToList();
        var plot = LinePlot.Draw(
            curves.Select(curve => new PlotLine(Style(curve), [.. curve.Points.Select(point => (point.Epoch, point.TestNll))])),
            $"Negative log-likelihood of the test frames over epochs. {string.Join(" ", curves.Select(curve => $"{Title(curve)}: ends at {NumberText.Score(curve.Points[^1].TestNll)}."))}",
            "epoch", NumberText.Short);
        return plot.IsEmpty ? default : Html.Of(
            $"""
            {RowStyle.Legend(curves.Select(curve => (Style(curve), Title(curve))))}
            <div class="plots"><figure class="card"><figcaption>Negative log-likelihood of the test frames, nats</figcaption>{plot}</figure></div>
            """);

        static int Style(RegularizerCurve curve) => curve.Id == "soft" ? Soft : Labels;
    }

    private static Html Plot(RegularizerCurve curve)
    {
        var title = Title(curve);
        var plot = LinePlot.Draw(
            [
                new PlotLine(Train, [.. curve.Points.Select(point => (point.Epoch, point.Train))]),
                new PlotLine(Test, [.. curve.Points.Select(point => (point.Epoch, point.Test))]),
            ],
            curve.Points.Count == 0 ? title : $"{title}: frames right over epochs. Training frames end at {NumberText.Percent(curve.Points[^1].Train)}, test frames at {NumberText.Percent(curve.Points[^1].Test)}.",
            "epoch", value => NumberText.Percent(value, 0));
        return plot.IsEmpty ? default : Html.Of($"""<figure class="card"><figcaption>{title}</figcaption>{plot}</figure>""");
    }

    private static string Title(RegularizerCurve curve) => curve.Id switch
    {
        "full" => "Labels of all data",
        "hard" => $"Labels of {NumberText.Percent(curve.Share, 0)}",
        "soft" => $"Soft targets of {NumberText.Percent(curve.Share, 0)}",
        _ => curve.Id,
    };
}
