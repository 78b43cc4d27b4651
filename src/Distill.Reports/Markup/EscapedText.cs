using System.Globalization;
using System.Net;
using System.Text;

namespace Distill.Reports.Markup;

/// <summary>Escapes text from files for elements and for quoted attributes.</summary>
internal static class EscapedText
{
    // A name that long is a mistake or an attack; whole texts such as the configuration come in lines.
    private const int LongestText = 2000;

    public static void Append(StringBuilder builder, string? text)
    {
        if (text is null)
        {
            return;
        }

        var shown = text.Length <= LongestText ? text : text[..LongestText] + "…";
        builder.Append(WebUtility.HtmlEncode(shown.Any(IsUnprintable) ? Printable(shown) : shown));
    }

    private static string Printable(string text) =>
        string.Concat(text.Select(letter => IsUnprintable(letter) ? '\uFFFD' : letter));

    // Format characters include those that turn the direction of the text that follows, across cells of a table.
    private static bool IsUnprintable(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        && letter is not ('\n' or '\t');
}
