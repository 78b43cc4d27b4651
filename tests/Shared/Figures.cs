using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Distill.Testing;

/// <summary>The numbers of a text in their order, to compare renderings of one document.</summary>
internal static partial class Figures
{
    public static IReadOnlyList<string> Of(string text) => [.. Number().Matches(text).Select(match => match.Value)];

    /// <summary>The numbers that a reader of a page sees, and those in the descriptions of its drawings.</summary>
    /// <param name="page">The page.</param>
    /// <param name="end">The heading of the section where reading stops.</param>
    public static IReadOnlyList<string> OfPage(XDocument page, string end)
    {
        var main = page.Descendants("main").Single();
        var sections = main.Elements().TakeWhile(element => element.Element("h2")?.Value != end);
        return Of(string.Join('\n', sections.SelectMany(Texts)));
    }

    private static IEnumerable<string> Texts(XElement element) => element.Name.LocalName switch
    {
        "svg" => [element.Attribute("aria-label")?.Value ?? ""],
        // The caption that only a screen reader hears; the legend of plots, which names them again.
        "caption" when element.Parent?.Attribute("class")?.Value is not "paired" => [],
        _ when element.Attribute("aria-hidden")?.Value == "true" || element.Attribute("class")?.Value is "legend" => [],
        // They name temperatures and headings once more, to choose from.
        "fieldset" or "nav" => [],
        _ when element.Attribute("class")?.Value is "warning card" => [],
        _ => element.Nodes().SelectMany(node => node switch
        {
            XText text => [text.Value],
            XElement child => Texts(child),
            _ => Array.Empty<string>(),
        }),
    };

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex Number();
}
