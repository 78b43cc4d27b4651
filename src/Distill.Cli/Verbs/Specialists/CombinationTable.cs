using System.Globalization;
using Distill.Cli.Terminal;
using Distill.Runs.Results.Specialists;

namespace Distill.Cli.Verbs;

/// <summary>A generalist beside its combination with specialists, and by how many of them cover the true class, as tables 3 and 4 of the paper.</summary>
internal static class CombinationTable
{
    public static void Show(CombinationScores scores, Screen screen)
    {
        var (before, after) = (scores.Generalist, scores.Combined);
        screen.WriteTable(
            [scores.Dataset, "generalist", "with specialists"],
            [
                ["right", Number(before.Correct), Number(after.Correct)],
                ["top-1", Percent(before.Top1), Percent(after.Top1)],
                ["top-5", Percent(before.Top5), Percent(after.Top5)],
                [$"conditional, {scores.CoveredClasses} covered classes", Percent(before.Conditional), Percent(after.Conditional)],
                ["relative change", "", Signed(scores.RelativeGain)],
                ["McNemar's p", "", scores.PairedTest.POfCases?.ToString("g3", CultureInfo.InvariantCulture) ?? "–"],
            ]);
        screen.WriteTable(
            ["specialists of the true class", "examples", "change in right", "relative"],
            scores.ByCover.Select(row => (IReadOnlyList<string>)
                [$"{row.Cover}", Number(row.Examples), row.Change.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture), Signed(row.RelativeChange)]));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double? value) => value?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "–";

    private static string Signed(double? value) => value?.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture) ?? "–";
}
