using System.Globalization;

namespace Distill.Runs;

/// <summary>What a text that is no number was probably meant to be.</summary>
internal static class NumberMeaning
{
    /// <summary>The ways to write what was meant; none where nobody can tell, two where two readings are as likely.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var plain = string.Concat(text.Select(Plain).Where(letter => letter != ' '));
        if (plain.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return long.TryParse(plain[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? [Written(number)] : [];
        }

        if (plain.EndsWith('%'))
        {
            return WrittenNumber.TryDouble(plain[..^1].Replace(',', '.'), out var share) ? [Written(share / 100)] : [];
        }

        return Marked(plain);
    }

    // Marks that stand between digits and change nothing, and signs that look like those of the keyboard.
    private static char Plain(char letter) => letter switch
    {
        '\u2212' or '\u2012' or '\u2013' => '-',
        '_' or '\'' or '\u2019' => ' ',
        _ => char.IsWhiteSpace(letter) ? ' ' : letter,
    };

    private static IEnumerable<string> Marked(string text)
    {
        var (commas, points) = (text.Count(letter => letter == ','), text.Count(letter => letter == '.'));
        if (commas > 0 && points > 0)
        {
            // The mark that comes last stands before the decimals, the other between thousands.
            var (thousands, decimals) = text.LastIndexOf(',') > text.LastIndexOf('.') ? ('.', ',') : (',', '.');
            return text.Count(letter => letter == decimals) == 1 ? Numbers(Without(text, thousands).Replace(decimals, '.')) : [];
        }

        var mark = commas > 0 ? ',' : '.';
        return (commas + points) switch
        {
            0 => Numbers(text),
            1 when IsInThousands(text, mark) => [.. Numbers(Without(text, mark)), .. Numbers(text.Replace(mark, '.'))],
            1 => Numbers(text.Replace(mark, '.')),
            _ => IsInThousands(text, mark) ? Numbers(Without(text, mark)) : [],
        };
    }

    // As it is, and, for 1e3 or 5.0, as the whole number that it is.
    private static IEnumerable<string> Numbers(string text)
    {
        if (WrittenNumber.TryDouble(text, out var number))
        {
            yield return text;
            if (number == Math.Round(number) && Math.Abs(number) < 1e15)
            {
                yield return Written(number);
            }
        }
    }

    private static bool IsInThousands(string text, char mark)
    {
        var groups = text.TrimStart('-', '+').Split(mark);
        return groups[0].Length is >= 1 and <= 3 && groups[0][0] != '0' && groups.All(group => group.All(char.IsAsciiDigit))
            && groups.Skip(1).All(group => group.Length == 3);
    }

    private static string Without(string text, char mark) => text.Replace(mark.ToString(), "", StringComparison.Ordinal);

    private static string Written(double number) => number.ToString("0.###############", CultureInfo.InvariantCulture);
}
