using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Reports.Sections;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>Neighbouring plots of a document beside each other, with one legend.</summary>
internal static class DocumentPlots
{
    private const int MostPlots = 24;

    public static Html Render(IReadOnlyList<Plot> plots)
    {
        List<Html> drawn = [.. plots.Take(MostPlots).Select(Figure).Where(figure => !figure.IsEmpty)];
        if (drawn.Count == 0)
        {
            return default;
        }

        List<(int, string)> names = [.. plots
            .SelectMany(plot => plot.Series).Where(series => series.Name.Length > 0)
            .DistinctBy(series => (series.Colour, series.Name)).Select(series => (series.Colour, series.Name))];
        return Html.Of(
            $"""
            {(names.Count == 0 ? default : RowStyle.Legend(names))}
            <div class="{(drawn.Count == 4 ? "plots pairs" : "plots")}">{drawn}</div>
            {LeftOut.Note(plots.Count, MostPlots, "plots")}

            """);
    }

    private static Html Figure(Plot plot)
    {
        var drawing = plot.BySeed
            ? SeedPlot.Draw(
                plot.Series.Select(series => new SeedCurve(
                    series.Colour, [.. series.Points.Select(point => new SeedPoint(point.X, new SeedErrors([.. point.Values.Select(value => (long)value)]), point.Chosen))])
                { Joined = series.Joined }),
                plot.Description, plot.Across)
            : LinePlot.Draw(
                [.. plot.Series.SelectMany(Seeds), .. plot.Series.Select(Mean)],
                plot.Description, plot.Across, value => Tick(value, plot.Unit), plot.Whole);
        return drawing.IsEmpty ? Html.Of($"<p>{plot.Title}. {plot.Description}</p>\n") : Html.Of($"""<figure class="card"><figcaption>{NumberText.Unbroken(plot.Title)}</figcaption>{drawing}</figure>""");
    }

    private static PlotLine Mean(Series series) =>
        new(series.Colour, [.. series.Points.Where(point => point.Values.Count > 0).Select(point => (point.X, point.Values.Average()))]) { Name = series.Name };

    // Behind the means, where every point is of the same seeds.
    private static IEnumerable<PlotLine> Seeds(Series series)
    {
        var seeds = series.Points.Count > 0 ? series.Points[0].Values.Count : 0;
        return seeds < 2 || series.Points.Any(point => point.Values.Count != seeds) ? [] : Enumerable.Range(0, seeds).Select(seed =>
            new PlotLine(series.Colour, [.. series.Points.Select(point => (point.X, point.Values[seed]))], Faint: true));
    }

    private static string Tick(double value, Unit unit) => unit switch
    {
        Unit.RoundShare => NumberText.Percent(value, 0),
        Unit.Share or Unit.Change => NumberText.Rounded(100 * value) + " %",
        _ => NumberText.Brief(value),
    };
}
