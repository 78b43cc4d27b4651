using System.Text;
using System.Xml.Linq;

namespace Distill.Reports.Tests;

/// <summary>A page as a parser sees it, and as text that people can review.</summary>
internal static class PageText
{
    private static readonly string[] Shown =
        ["title", "h1", "h2", "p", "caption", "tr", "figcaption", "dl", "summary", "footer", "img", "svg"];

    public static XDocument Parse(string path) => ParseText(File.ReadAllText(path));

    public static XDocument ParseText(string page) => XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

    /// <summary>Headings, tables and alternative texts in order, a line each.</summary>
    public static string Outline(XDocument page)
    {
        var text = new StringBuilder();
        foreach (var element in page.Descendants().Where(element => Shown.Contains(element.Name.LocalName)))
        {
            var line = element.Name.LocalName switch
            {
                "tr" => string.Join(" | ", element.Elements().Select(Words)),
                "dl" => string.Join(" | ", element.Elements().Select(Words)),
                "img" => element.Attribute("alt")!.Value,
                "svg" => element.Attribute("aria-label")?.Value ?? "",
                _ => Words(element),
            };
            if (line.Length > 0)
            {
                text.Append(element.Name.LocalName).Append(": ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Words(XElement element) => string.Join(' ', element.DescendantNodes().OfType<XText>()
        .SelectMany(text => text.Value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
}
