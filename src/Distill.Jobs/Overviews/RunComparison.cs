using Distill.Jobs.Training.Reporting;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Metrics;
using Distill.Runs.Results;

namespace Distill.Jobs.Overviews;

/// <summary>Runs beside each other: their scores, what they were asked for, their curves in one plot.</summary>
internal static class RunComparison
{
    /// <summary>The most runs that a plot can tell apart.</summary>
    public const int Most = 12;

    private const int Colours = 6;

    /// <summary>Opens the runs.</summary>
    /// <param name="paths">Their folders.</param>
    /// <exception cref="DistillException">Too few or too many are named, one twice, or one is no run.</exception>
    public static IReadOnlyList<RunDirectory> Opened(IReadOnlyList<string> paths)
    {
        var runs = paths.Select(RunDirectory.Open).ToList();
        if (runs.Count is < 2 or > Most)
        {
            throw new DistillException($"{(runs.Count == 1 ? "1 run is" : $"{runs.Count} runs are")} named; expected 2 to {Most}.");
        }

        if (runs.GroupBy(run => run.Path).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new DistillException($"{twice.Key} is named twice.");
        }

        return runs;
    }

    /// <summary>Makes the document from the folders alone.</summary>
    /// <param name="paths">The runs' folders, two or more.</param>
    /// <param name="tests">Tests of the first against each other; null for none.</param>
    /// <exception cref="DistillException">As for <see cref="Opened"/>; or a file of a run is damaged.</exception>
    public static Document Of(IReadOnlyList<string> paths, IReadOnlyList<PairedTest>? tests = null)
    {
        var runs = Opened(paths);
        var names = Names(runs);
        var overviews = runs.Select((run, i) => RunOverview.Of(run.Path, names[i])).ToList();
        if (overviews.FirstOrDefault(run => run.Kind is null) is { } unreadable)
        {
            throw new DistillException(unreadable.Message!);
        }

        return new Document
        {
            Topic = $"{runs.Count} runs",
            Sentence = Sentence(overviews),
            Sections =
            [
                new("scores", "Scores", "On each run's own test set, after the last step.", [Scores(runs, overviews)]) { InShort = true },
                new(
                    "tests", "Is it chance?", "The first run against each other on the same test examples. Where the difference is above 0, the second makes fewer errors.",
                    [.. PairedTestsTable.Of(tests, id => names[paths.ToList().IndexOf(id)])]) { InShort = true },
                new(
                    "differences", "What differs", "Keys of the configuration whose values are not the same in all runs.",
                    [.. ConfigurationDifferences.Of([.. runs.Select((run, i) => (names[i], run.ReadManifest().Configuration))])]) { InShort = true },
                new("curves", "Learning curves", "Losses compare only where runs minimise the same one.", [.. Plots(runs, names)]),
            ],
        };
    }

    // The folders' own names, where they tell the runs apart.
    private static List<string> Names(IReadOnlyList<RunDirectory> runs)
    {
        List<string> own = [.. runs.Select(run => run.Name)];
        return own.Distinct().Count() == own.Count ? own : [.. runs.Select(run => Path.GetRelativePath(Environment.CurrentDirectory, run.Path))];
    }

    private static string Sentence(List<RunOverview> runs)
    {
        var tested = runs.Where(run => run.Right is not null).ToList();
        return tested.Count == 0 ? "No run has been tested"
            : tested.Select(run => run.Data).Distinct().Count() > 1 ? "The runs were tested on different data, so their scores do not compare"
            : tested.MaxBy(run => run.Right)! is var best ? $"{best.Name}: {NumberText.Percent(best.Right!.Value, 2)} right, the most of {tested.Count}"
            : "";
    }

    private static Table Scores(IReadOnlyList<RunDirectory> runs, List<RunOverview> overviews) => new(
        "Scores of the runs",
        ["run", "status", "model", "parameters", "test errors", "right", "NLL", "ECE", "held-out right"],
        [
            .. runs.Select((run, i) =>
            {
                var (overview, tested) = (overviews[i], File.Exists(run.EvaluationPath) ? EvaluationSummary.Read(run.EvaluationPath) : null);
                return (IReadOnlyList<Cell>)
                [
                    Cell.Of(overview.Name) with { Colour = i % Colours },
                    Cell.Of(overview.Status!.Value.ToString().ToLowerInvariant()),
                    Cell.Of(overview.Model ?? ""),
                    Of(tested?.Parameters, Unit.Count),
                    Of(tested?.Test.Errors, Unit.Count),
                    Of(overview.Right, Unit.Share),
                    Of(tested?.Test.Nll, Unit.Nats),
                    Of(tested?.Test.Ece, Unit.RoundShare),
                    Of(overview.HeldOutRight, Unit.Share),
                ];
            }),
        ]);

    private static Cell Of(double? value, Unit unit) => Cell.Of(value is { } number ? new Measure(number, unit) : null);

    private static IEnumerable<Plot> Plots(IReadOnlyList<RunDirectory> runs, List<string> names)
    {
        var lines = runs.Select(run => File.Exists(run.MetricsPath) ? MetricLines.Of(MetricsRecord.Read(run.MetricsPath)) : MetricLines.Of([])).ToList();
        return lines.SelectMany(line => line.Names).Distinct().SelectMany(name => new[]
        {
            Plot($"{MetricLines.Heading(name)}, held-out data", lines.Select(line => line[name].HeldOut)),
            Plot($"{MetricLines.Heading(name)}, training", lines.Select(line => line[name].Training)),
        }).Where(plot => plot.Series.Count > 0);

        Plot Plot(string title, IEnumerable<IReadOnlyList<Point>> curves)
        {
            List<Series> series = [.. curves.Select((points, i) => new Series(names[i], i % Colours, points)).Where(line => line.Points.Count > 0)];
            var ends = series.Select(line => $"{line.Name} ends at {NumberText.Rounded(line.Points[^1].Values[0])}");
            return new Plot(title, $"Over epochs: {string.Join("; ", ends)}.", "epoch", Unit.Number, series);
        }
    }
}
