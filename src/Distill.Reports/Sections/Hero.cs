using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>The frame of the top of the page: the result in a sentence, and the numbers behind it at a glance.</summary>
internal static class Hero
{
    /// <param name="eyebrow">What the page is about, above the sentence.</param>
    /// <param name="sentence">The result.</param>
    /// <param name="evidence">What stands behind it, in a sentence or two; empty for nothing.</param>
    /// <param name="tiles">The numbers at a glance, from <see cref="Tile"/>.</param>
    public static Html Of(string eyebrow, string sentence, Html evidence, params IEnumerable<Html> tiles)
    {
        var glance = Html.Join(tiles);
        return Html.Of(
            $"""
            <header class="hero">
            <p class="eyebrow">{eyebrow}</p>
            <h1>{sentence}</h1>
            {(evidence.IsEmpty ? default : Html.Of($"<p class=\"evidence\">{evidence}</p>"))}
            {(glance.IsEmpty ? default : Html.Of($"<dl class=\"tiles\">{glance}</dl>"))}
            </header>

            """);
    }

    /// <summary>The top of an experiment's page, with a warning where its figures mean nothing.</summary>
    public static Html Warned(bool smoke, Html hero) => !smoke ? hero : Html.Of(
        $"""
        {hero}<p class="warning card" role="note"><b>The figures on this page mean nothing.</b> The experiment ran on little data
        and for a short time, only to see that every part of it works.</p>

        """);

    public static Html Tile(string name, string value, string detail) => Html.Of(
        $"""
        <div><dt>{name}</dt><dd><b>{value}</b> <span>{detail}</span></dd></div>

        """);
}
