using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Sections;

/// <summary>The colour and dashes that stand for a row, or for the teacher, on the entire page: CSS classes s0 to s6.</summary>
internal static class RowStyle
{
    public const int Teacher = 6;
    private const int Styles = 6;

    public static int Of(Comparison comparison, string row) =>
        comparison.Rows.TakeWhile(other => other.Id != row).Count() % Styles;

    public static string Label(Comparison comparison, string row) =>
        comparison.Rows.First(other => other.Id == row).Label;

    /// <summary>What each style stands for; the teacher only where it is drawn.</summary>
    public static Html Legend(IEnumerable<(int Style, string Label)> entries) => Html.Of(
        $"""<p class="legend">{entries.Select(entry => Html.Of($"""<span><svg viewBox="0 0 26 10" aria-hidden="true"><line class="line s{entry.Style}" x1="1" x2="25" y1="5" y2="5"/></svg>{entry.Label}</span> """))}</p>""");
}
