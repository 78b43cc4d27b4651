using Distill.Reports.Markup;
using Distill.Reports.Plots;
using Distill.Runs.Metrics;

namespace Distill.Reports.Sections;

/// <summary>The metrics of one run: a plot a name, training and evaluation in it where both have that name.</summary>
internal static class TrainingCurves
{
    private const int Train = 6, Evaluation = 1;
    private const int MostPlots = 12;

    public static Html Render(IEnumerable<MetricsRecord> metrics)
    {
        var lines = new Dictionary<string, (List<(double X, double Y)> Train, List<(double X, double Y)> Evaluation)>();
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

                    lines[name] = line = ([], []);
                }

                (record.Kind == MetricsKind.Train ? line.Train : line.Evaluation).Add((record.Epoch, value));
            }
        }

        var plots = Html.Join(lines.Select(line => Plot(line.Key, line.Value.Train, line.Value.Evaluation)));
        return plots.IsEmpty ? default : Section.Of(
            "curves",
            "Learning curves",
            Html.Of($"{NumberText.Count(last!.Step)} steps, {NumberText.Brief(Math.Round(last.Epoch, 2))} epochs."),
            Html.Of(
                $"""
                {RowStyle.Legend([(Train, "training"), (Evaluation, "evaluation on held-out data")])}
                <div class="plots">{plots}</div>
                """));
    }

    private static Html Plot(string name, List<(double X, double Y)> train, List<(double X, double Y)> evaluation)
    {
        var ends = new[] { ("training", train), ("evaluation", evaluation) }
            .Where(line => line.Item2.Count > 0)
            .Select(line => $"{line.Item1} ends at {NumberText.Rounded(line.Item2[^1].Y)}");
        var plot = LinePlot.Draw(
            [new PlotLine(Train, train), new PlotLine(Evaluation, evaluation)],
            $"{Words(name)} over epochs. {string.Join("; ", ends)}.", "epoch", NumberText.Brief);
        return plot.IsEmpty ? default : Html.Of($"""<figure class="card"><figcaption>{Words(name)}</figcaption>{plot}</figure>""");
    }

    // "examplesPerSecond" is a key of the file, "examples per second" a heading.
    private static string Words(string name) => string.Concat(name.Select((letter, i) =>
        i > 0 && char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(name[i - 1])
            ? $" {char.ToLowerInvariant(letter)}"
            : $"{letter}"));
}
