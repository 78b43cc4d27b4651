using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Sections.Speech;

/// <summary>Accuracy by the number of nets in the ensemble, and of students by temperature.</summary>
internal static class EnsembleSizes
{
    private const int Ensemble = 1, Distilled = 0, MostRows = 40;

    public static Html Render(SpeechResults results) => Section.Of(
        "sizes",
        "Ensemble size and temperature",
        Html.Of($"Of the test speakers; the temperature is chosen on the validation speakers."),
        Html.Of($"{Temperatures(results)}{Plots(results)}"));

    private static Html Plots(SpeechResults results)
    {
        if (results.BySize is not { Count: > 1 } sizes)
        {
            return default;
        }

        return Html.Of(
            $"""
            {RowStyle.Legend([(Ensemble, "ensemble of so many nets"), .. results.Distilled is null ? [] : new[] { (Distilled, "one distilled net") }])}
            <div class="plots">{Plot("Frames right", 1, sizes, size => size.FrameAccuracy, results.Distilled?.FrameAccuracy)}{Plot("Words wrong in strings", 2, sizes, size => size.Wer, results.Distilled?.Wer)}</div>
            """);
    }

    private static Html Plot(string title, int digits, IReadOnlyList<SpeechSize> sizes, Func<SpeechSize, double> share, IReadOnlyList<double>? distilled)
    {
        List<PlotLine> lines = [new(Ensemble, [.. sizes.Select(size => ((double)size.Members, share(size)))])];
        if (distilled is not null)
        {
            lines.Add(new(Distilled, [(sizes[0].Members, distilled.Average()), (sizes[^1].Members, distilled.Average())]));
        }

        var plot = LinePlot.Draw(
            lines,
            $"{title} by the number of nets: {NumberText.Percent(share(sizes[0]), 2)} of one, {NumberText.Percent(share(sizes[^1]), 2)} of {sizes[^1].Members}.",
            "nets", value => NumberText.Percent(value, digits), whole: true);
        return plot.IsEmpty ? default : Html.Of($"""<figure class="card"><figcaption>{title}</figcaption>{plot}</figure>""");
    }

    private static Html Temperatures(SpeechResults results) => results.ByTemperature is not { Count: > 0 } tried ? default : Table.Of(
        "Students by temperature", "single", Table.Columns("T", "validation frames right", "test frames right", ""),
        tried.Take(MostRows).Select(entry => Table.Row(
            Html.Of($"{NumberText.Short(entry.Temperature)}"),
            Table.Cell(NumberText.PercentSpread(entry.ValidationFrameAccuracy)),
            Table.Cell(NumberText.PercentSpread(entry.FrameAccuracy)),
            Table.Cell(entry.Temperature == results.Temperature ? "chosen" : ""))));
}
