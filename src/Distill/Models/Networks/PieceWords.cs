using System.Globalization;
using System.Text;

namespace Distill.Models.Networks;

/// <summary>
/// A text as words, the way BERT has it before WordPiece (Devlin et al. 2019): control characters are dropped, accents and case where
/// the vocabulary has none, and punctuation and Chinese characters are words by themselves.
/// </summary>
internal static class PieceWords
{
    private const int Replacement = 0xFFFD;

    // CJK ideographs, which are written without blanks.
    private static readonly (int First, int Last)[] Ideographs =
    [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
        (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
    ];

    /// <summary>The words of a text one after the other, with a blank behind each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cased">Whether case and accents are kept.</param>
    public static string Of(string text, bool cased)
    {
        var words = new StringBuilder(text.Length + 8);
        foreach (var rune in (cased ? text : ComposedName.Apart(text)).EnumerateRunes())
        {
            if (rune.Value is 0 or Replacement)
            {
                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\t' or '\n' or '\r' || category == UnicodeCategory.SpaceSeparator)
            {
                End(words);
            }
            else if (IsPunctuation(rune, category) || IsIdeograph(rune.Value))
            {
                End(words);
                words.Append(rune).Append(' ');
            }
            else if (!IsControl(category) && (cased || category != UnicodeCategory.NonSpacingMark))
            {
                words.Append(cased ? rune : Rune.ToLowerInvariant(rune));
            }
        }

        End(words);
        return words.ToString();
    }

    private static void End(StringBuilder words)
    {
        if (words.Length > 0 && words[^1] != ' ')
        {
            words.Append(' ');
        }
    }

    private static bool IsControl(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    // All of ASCII that is neither letter, digit nor control counts, such as $ and ^.
    private static bool IsPunctuation(Rune rune, UnicodeCategory category) => rune.IsAscii
        ? rune.Value > ' ' && !char.IsAsciiLetterOrDigit((char)rune.Value) && category != UnicodeCategory.Control
        : category is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
            or UnicodeCategory.OtherPunctuation;

    private static bool IsIdeograph(int value) => value >= Ideographs[1].First && Array.Exists(Ideographs, range => value >= range.First && value <= range.Last);
}
