using System.Text.Json;
using System.Text.RegularExpressions;

namespace Distill.Text.Reading;

/// <summary>Strings of JSON that escape half a character.</summary>
internal static partial class LoneSurrogates
{
    /// <summary>The string with U+FFFD in place of each half that stands alone.</summary>
    /// <param name="raw">As JSON writes it, with its quotes.</param>
    public static string Replaced(string raw) =>
        JsonSerializer.Deserialize<string>(Escape().Replace(raw, match => match.Groups["pair"].Success || match.Groups["other"].Success ? match.Value : @"\uFFFD"))!;

    // Escaped backslashes are matched, so that what follows them is not taken for an escape.
    [GeneratedRegex(@"(?<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|(?<other>\\.)")]
    private static partial Regex Escape();
}
