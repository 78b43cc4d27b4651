using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>A table and its parts. Every column and every row has a header, for readers who hear the page.</summary>
internal static class Table
{
    /// <summary>A cell that has nothing to say.</summary>
    public static Html Dash => Cell("–");

    /// <summary>A table that scrolls within itself where the screen is narrow; the keyboard reaches it.</summary>
    public static Html Of(string caption, string style, Html head, IEnumerable<Html> rows) => Html.Of(
        $"""
        <div class="scroll" role="region" tabindex="0" aria-label="{caption}">
        <table class="{style}">
        <caption>{caption}</caption>
        <thead><tr>{head}</tr></thead>
        <tbody>
        {rows}</tbody>
        </table>
        </div>
        """);

    public static Html Columns(params IEnumerable<string> names) => Html.Join(names.Select(name => Column(Html.Of($"{name}"))));

    public static Html Column(Html name) => Html.Of($"""<th scope="col">{name}</th>""");

    public static Html Row(Html header, params IEnumerable<Html> cells) => Html.Of(
        $"""
        <tr><th scope="row">{header}</th>{cells}</tr>

        """);

    public static Html Cell(string text) => Html.Of($"<td>{text}</td>");

    /// <summary>A cell with a second, smaller line where there is one.</summary>
    public static Html Cell(Html text, string detail) =>
        detail.Length == 0 ? Html.Of($"<td>{text}</td>") : Html.Of($"<td>{text}<small>{detail}</small></td>");
}
