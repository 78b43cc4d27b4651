using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections.Speech;

/// <summary>What the pages of the two experiments with speech share.</summary>
internal static class SpeechText
{
    /// <summary>A difference of shares with its interval, as two lines of a cell.</summary>
    public static Html Cell(Interval interval) => Table.Cell(
        Html.Of($"{NumberText.Percent(interval.Estimate, 2)}"),
        $"{NumberText.Percent(interval.Confidence, 0)} interval {NumberText.Percent(interval.Lower, 2)} to {NumberText.Percent(interval.Upper, 2)}");

    /// <summary>"n = 5", or nothing for a single one.</summary>
    public static string Count(int seeds) => seeds == 1 ? "" : $"n = {seeds}";
}
