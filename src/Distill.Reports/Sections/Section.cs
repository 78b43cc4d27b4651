using Distill.Reports.Markup;

namespace Distill.Reports.Sections;

/// <summary>The frame of a part of the page.</summary>
internal static class Section
{
    /// <summary>A part with its heading and what it shows in a sentence or two; nothing where the body is empty.</summary>
    public static Html Of(string id, string title, Html introduction, Html body) => body.IsEmpty
        ? default
        : Html.Of(
            $"""
            <section aria-labelledby="{id}">
            <h2 id="{id}">{title}</h2>
            <p class="intro">{introduction}</p>
            {body}
            </section>

            """);
}
