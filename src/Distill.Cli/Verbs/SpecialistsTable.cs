using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>Section 5 of the paper, for the terminal.</summary>
internal static class SpecialistsTable
{
    public static void Show(SpecialistsResults results, Screen screen)
    {
        var rows = new List<IReadOnlyList<string>>();
        Add("generalist", results.Generalist, 0);
        Add("generalist and specialists", results.Combined, results.RelativeGain);
        Add("distilled back into one net", results.DistilledBack?.Scores, Gain(results.DistilledBack?.Scores));
        Add("the generalist trained on, distilled from all", results.DistilledBack?.Continued, Gain(results.DistilledBack?.Continued));
        Add("distilled from the generalist alone", results.DistilledBack?.Control, Gain(results.DistilledBack?.Control));
        foreach (var control in results.Controls ?? [])
        {
            Add(control.Description, control.Scores, control.RelativeGain);
        }

        foreach (var variant in results.Variants ?? [])
        {
            Add(variant.Description, variant.Scores, variant.RelativeGain);
        }

        screen.WriteTable(
            ["", "top-1", "gain", "top-5", "conditional"], rows,
            $"{results.Data}: {results.TestExamples:N0} test images{(results.Smoke ? ", in short form: the figures mean nothing" : "")}");
        screen.WriteTable(
            ["specialists that cover the class", "test images", "more right", "relative"],
            [.. (results.ByCover ?? []).Select(line => (IReadOnlyList<string>)[Count(line.Cover), Count(line.Examples), Signed(line.Delta), line.Relative is { } share ? Percent(share) : ""])],
            "gain by cover");
        screen.WriteTable(
            ["specialists", "classes each", "passes", "held-out top-1", "gain", "epochs"],
            [
                .. (results.Sizes ?? []).Select(trial => (IReadOnlyList<string>)
                [
                    Count(trial.Specialists), trial.ClassesEach is { } each ? Count(each) : "partition", Count(trial.Passes), ShareText.Share(trial.Top1), Percent(trial.Relative),
                    trial.Epochs.ToString("0.0", CultureInfo.InvariantCulture),
                ]),
            ],
            "number and size of specialists");

        double? Gain(SpecialistScores? scores) => scores is null || results.Generalist is null ? null : (scores.Top1 / results.Generalist.Top1) - 1;

        void Add(string name, SpecialistScores? scores, double? gain)
        {
            if (scores is not null)
            {
                rows.Add(
                [
                    name,
                    Spread(scores.BySeed, seed => seed.Top1),
                    gain is { } share and not 0 ? Percent(share) : "",
                    Spread(scores.BySeed, seed => seed.Top5),
                    scores.Conditional is null ? "" : Spread(scores.BySeed, seed => seed.Conditional ?? 0),
                ]);
            }
        }
    }

    private static string Spread(IReadOnlyList<SeedScores> seeds, Func<SeedScores, double> share) => ShareText.Spread([.. seeds.Select(share)]);

    private static string Percent(double share) => share.ToString("+0.0 %;−0.0 %", CultureInfo.InvariantCulture);

    private static string Signed(long count) => count.ToString("+#,0;−#,0;0", CultureInfo.InvariantCulture);

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}
