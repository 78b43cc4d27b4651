using System.Text;
using Spectre.Console.Rendering;

namespace Distill.Cli.Terminal;

/// <summary>Texts in the cells of a terminal, of which some letters take two.</summary>
internal static class CellText
{
    private const string Cut = "…";

    /// <summary>How many cells a text takes.</summary>
    public static int Width(string text) => new Segment(text).CellCount();

    /// <summary>A text without what would move the cursor or change colours.</summary>
    public static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter)) : text;

    /// <summary>A text in a number of cells: cut at its end, or filled up with spaces.</summary>
    public static string Left(string text, int width) => Fill(Width(text) <= width ? text : Kept(text.EnumerateRunes(), width - 1) + Cut, width);

    /// <summary>The same cut at its beginning, for paths.</summary>
    public static string Tail(string text, int width) =>
        Fill(Width(text) <= width ? text : Cut + Reversed(Kept(Reversed(text).EnumerateRunes(), width - 1)), width);

    /// <summary>A text at the right of a number of cells.</summary>
    public static string Right(string text, int width) => new string(' ', Math.Max(0, width - Width(text))) + text;

    private static string Fill(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    private static string Kept(IEnumerable<Rune> runes, int width)
    {
        var (kept, used) = (new StringBuilder(), 0);
        foreach (var rune in runes)
        {
            used += Width(rune.ToString());
            if (used > width)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.ToString();
    }

    private static string Reversed(string text) => string.Concat(text.EnumerateRunes().Reverse().Select(rune => rune.ToString()));
}
