using System.Globalization;
using System.Text.RegularExpressions;

namespace Distill.Reports.Tests;

/// <summary>Every colour of text on every ground, in both themes, has the contrast that WCAG 2 asks of text (AA).</summary>
public sealed partial class ContrastTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Text_is_readable_on_page_and_cards(int theme)
    {
        using var reader = new StreamReader(typeof(ReportWriter).Assembly.GetManifestResourceStream("report.css")!);
        var root = Root().Matches(reader.ReadToEnd())[theme].Value;
        var colours = Colour().Matches(root).ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
        string[] texts = ["ink", "soft", "bad", "c0", "c1", "c2", "c3", "c4", "c5", "c6"];
        foreach (var text in texts)
        {
            foreach (var ground in new[] { "page", "card" })
            {
                var (light, dark) = (Math.Max(colours[text], colours[ground]), Math.Min(colours[text], colours[ground]));
                var contrast = (light + 0.05) / (dark + 0.05);
                Assert.True(contrast >= 4.5, $"--{text} on --{ground} of theme {theme}: {contrast:0.00}");
            }
        }
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var share = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z0-9]+): #([0-9a-f]{6})")]
    private static partial Regex Colour();
}
