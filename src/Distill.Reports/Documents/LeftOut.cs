using Distill.Reports.Markup;

namespace Distill.Reports.Documents;

/// <summary>What a page leaves out so that a browser can show it, and where the reader finds that.</summary>
internal static class LeftOut
{
    /// <summary>A line that says how many are left out; nothing where all are shown.</summary>
    /// <param name="all">How many there are.</param>
    /// <param name="most">How many the page shows.</param>
    /// <param name="what">What they are, for example "rows".</param>
    public static Html Note(int all, int most, string what) => all <= most ? default : Html.Of(
        $"""
        <p class="more">The page shows the first {NumberText.Count(most)} of {NumberText.Count(all)} {what}; document.json in the folder of the run has all.</p>

        """);
}
