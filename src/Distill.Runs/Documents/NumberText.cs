using System.Globalization;

namespace Distill.Runs.Documents;

/// <summary>Numbers as people read them: thousands apart, a sensible number of digits, no culture.</summary>
internal static class NumberText
{
    private const string NoBreak = "\u00A0";

    private static readonly (double Unit, string Name)[] Units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>For example "1,412"; a mean below 100 keeps a digit: "67.3".</summary>
    public static string Count(double number) =>
        Format(number, Math.Abs(number) < 100 && number != Math.Floor(number) ? "0.0" : "#,0");

    /// <summary>A mean count and its standard deviation, as "1,412 ± 13"; the mean alone where there is no deviation.</summary>
    public static string Spread(double mean, double? deviation) => deviation is { } known
        ? $"{Count(mean)} ± {Deviation(mean, known)}"
        : Count(mean);

    /// <summary>The standard deviation of counts, with the digits that their mean is shown with.</summary>
    private static string Deviation(double mean, double deviation) => Count(mean < 100 ? deviation : Math.Round(deviation));

    /// <summary>A difference of counts, as "+12.3" or "−4".</summary>
    public static string Difference(double number) => number > 0 ? "+" + Count(number) : Count(number);

    /// <summary>A fraction as "14.1 %".</summary>
    public static string Percent(double fraction, int digits = 1) =>
        Format(fraction * 100, "0." + new string('0', digits)).TrimEnd('.') + NoBreak + "%";

    /// <summary>A relative change as "+4.4 %" or "−1.2 %".</summary>
    public static string SignedPercent(double fraction) => fraction > 0 ? "+" + Percent(fraction) : Percent(fraction);

    /// <summary>A difference of two shares in points, as "+0.18" or "−1.12".</summary>
    public static string Points(double difference) => (difference > 0 ? "+" : "") + Format(100 * difference, "0.00");

    /// <summary>A score such as "0.412".</summary>
    public static string Score(double? number) => number is { } score ? Format(score, "0.000") : "–";

    /// <summary>Three significant digits and a unit: "118 k", "2.95 M".</summary>
    public static string Large(double number)
    {
        foreach (var (unit, name) in Units)
        {
            // 999,999 would read "1000 k".
            if (number >= unit * 0.9995)
            {
                return Significant(number / unit) + NoBreak + name;
            }
        }

        return Count(number);
    }

    /// <summary>How many times, as "25 ×".</summary>
    public static string Times(double ratio) => Format(ratio, ratio < 10 ? "0.0" : "#,0") + NoBreak + "×";

    /// <summary>For example "= 0.012", "= 3 × 10⁻⁵"; a p too small for a number says so.</summary>
    public static string PValue(double p)
    {
        if (!(p >= 0 && p <= 1))
        {
            return "is not a number";
        }

        if (p >= 0.001)
        {
            return "= " + Format(p, p < 0.1 ? "0.000" : "0.00");
        }

        if (p < 1e-300)
        {
            return "< 10⁻³⁰⁰";
        }

        var parts = p.ToString("0E+0", CultureInfo.InvariantCulture).Split("E-");
        var exponent = string.Concat(parts[1].Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
        return $"= {parts[0]}{NoBreak}×{NoBreak}10⁻{exponent}";
    }

    /// <summary>A short number for axes and settings: "0.5", "20", "1.5e+09".</summary>
    public static string Brief(double number) =>
        Clean(Math.Abs(number) is 0 or (>= 1e-4 and < 1e7)
            ? number.ToString("#,0.######", CultureInfo.InvariantCulture)
            : number.ToString("0.###e+00", CultureInfo.InvariantCulture));

    /// <summary>Four significant digits, for a value that no one asked for exactly.</summary>
    public static string Rounded(double number) =>
        Brief(double.Parse(number.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>For example "2 min 41 s".</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => Format(time.TotalSeconds, "0.0") + NoBreak + "s",
        { TotalMinutes: < 60 } => $"{time.Minutes}{NoBreak}min {time.Seconds}{NoBreak}s",
        _ => $"{(long)time.TotalHours}{NoBreak}h {time.Minutes}{NoBreak}min",
    };

    /// <summary>The same of a number from a file, which may be no time at all.</summary>
    public static string Seconds(double seconds) => Math.Abs(seconds) < 1e9 ? Duration(TimeSpan.FromSeconds(seconds)) : "–";

    /// <summary>A name such as "784-800-800-10", which no line breaks at its hyphens.</summary>
    public static string Unbroken(string name) => name.Replace('-', '\u2011');

    private static string Significant(double number) =>
        Format(number, number < 9.995 ? "0.00" : number < 99.95 ? "0.0" : "#,0");

    private static string Format(double number, string format) =>
        Clean(number.ToString(format, CultureInfo.InvariantCulture));

    private static string Clean(string text) => text.Replace('-', '−')
        .Replace("NaN", "not a number", StringComparison.Ordinal)
        .Replace("Infinity", "∞", StringComparison.Ordinal);
}
