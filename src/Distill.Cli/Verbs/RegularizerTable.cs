using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Runs.Results.Speech;

namespace Distill.Cli.Verbs;

/// <summary>Section 6 of the paper, for the terminal.</summary>
internal static class RegularizerTable
{
    public static void Show(RegularizerResults results, Screen screen)
    {
        var share = results.Share?.ToString("0.## %", CultureInfo.InvariantCulture);
        var rows = new List<IReadOnlyList<string>>();
        if (results.Full is { } full)
        {
            Add("labels of all data", full.BySeed, seed => seed.Train, seed => seed.Test, "63.4 %, 58.9 %");
        }

        if (results.Hard3 is { } hard)
        {
            Add($"labels of {share}, stopped early", hard.BySeed, seed => seed.BestTrain, seed => seed.BestTest, "67.3 %, 44.5 %");
            Add($"labels of {share}, at the end", hard.BySeed, seed => seed.Train, seed => seed.Test, "");
        }

        if (results.Soft3 is { } soft)
        {
            Add($"soft targets of {share}, at the end", soft.BySeed, seed => seed.Train, seed => seed.Test, "65.4 %, 57.0 %");
        }

        screen.WriteTable(
            ["", "training frames", "test frames", "paper"], rows,
            $"{results.Data.Set}: frames in the right state{(results.Smoke ? ", in short form: the figures mean nothing" : "")}");
        screen.WriteTable(
            ["share", "labels, stopped early", "labels, at the end", "soft targets", "of all data's"],
            [
                .. (results.ByShare ?? []).Select(entry => (IReadOnlyList<string>)
                [
                    entry.Share.ToString("0.## %", CultureInfo.InvariantCulture),
                    ShareText.Spread([.. entry.Hard.BySeed.Select(seed => seed.BestTest)]),
                    ShareText.Spread([.. entry.Hard.BySeed.Select(seed => seed.Test)]),
                    ShareText.Spread([.. entry.Soft.BySeed.Select(seed => seed.Test)]),
                    entry.OfFull.ToString("0.0 %", CultureInfo.InvariantCulture),
                ]),
            ],
            "test frames by share of the data");

        void Add(
            string name, IReadOnlyList<RegularizerScores> seeds, Func<RegularizerScores, double> train, Func<RegularizerScores, double> test, string paper) =>
            rows.Add([name, ShareText.Spread([.. seeds.Select(train)]), ShareText.Spread([.. seeds.Select(test)]), paper]);
    }
}
