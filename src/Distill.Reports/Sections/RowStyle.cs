using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>The colour and dashes that stand for a row, or for the teacher, on the entire page: CSS classes s0 to s6.</summary>
internal static class RowStyle
{
    public const int Teacher = 6;

    /// <summary>A text in a style's colour.</summary>
    public static Html Name(int style, string text) => Html.Of($"""<b class="name s{style}">{text}</b>""");

    /// <summary>What each style stands for.</summary>
    public static Html Legend(IEnumerable<(int Style, string Label)> entries)
    {
        var items = entries.Select(entry => Html.Of(
            $"""
            <span><svg viewBox="0 0 26 10" aria-hidden="true"><line class="line s{entry.Style}" x1="1" x2="25" y1="5" y2="5"/></svg>
            {entry.Label}</span>
            """));
        return Html.Of($"""<p class="legend">{items}</p>""");
    }
}
