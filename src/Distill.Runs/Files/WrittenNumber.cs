using System.Globalization;

namespace Distill.Runs;

/// <summary>
/// Numbers as people write them for programs: digits, a point before decimals, perhaps an exponent. What a country's own
/// habits add, a decimal comma or marks between thousands, is refused: it would be read as another number.
/// </summary>
internal static class WrittenNumber
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number such as 2.5 or 1e-3.</summary>
    /// <returns>Whether the text is one, and finite.</returns>
    public static bool TryDouble(string text, out double number) =>
        double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)
        && text.Any(char.IsAsciiDigit);

    /// <summary>Reads a whole number such as 25.</summary>
    /// <returns>Whether the text is one, and small enough to be counted with.</returns>
    public static bool TryWhole(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>Why a text is not the number that was expected, and how to write what was probably meant.</summary>
    /// <param name="text">What neither <see cref="TryDouble"/> nor, where a whole number is needed, <see cref="TryWhole"/> takes.</param>
    /// <param name="whole">Whether a whole number is needed.</param>
    /// <returns>For example "2,5 is no number; write 2.5", without a stop.</returns>
    public static string Problem(string text, bool whole)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = text.Length == 0 || text.Any(char.IsWhiteSpace) ? $"'{text}'" : text;
        if (double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) && text.Any(char.IsAsciiDigit)
            && (!double.IsFinite(number) || (whole && Math.Abs(number) > long.MaxValue)))
        {
            return $"{shown} is too large";
        }

        var meant = NumberMeaning.Of(text).Where(way => whole ? TryWhole(way, out _) : TryDouble(way, out _))
            .DistinctBy(way => double.Parse(way, Decimal, CultureInfo.InvariantCulture));
        var how = string.Join(" or ", meant);
        return $"{shown} is no {(whole ? "whole number" : "number")}{(how.Length == 0 ? "" : $"; write {how}")}";
    }
}
