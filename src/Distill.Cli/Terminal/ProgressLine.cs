using System.Globalization;

namespace Distill.Cli.Terminal;

/// <summary>Words for rates and times left, the same on a terminal and in a log.</summary>
internal static class ProgressLine
{
    /// <summary>For example "21,300 images/s".</summary>
    public static string Rate(double perSecond, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(perSecond >= 10 ? perSecond.ToString("N0", CultureInfo.InvariantCulture) : perSecond.ToString("0.0", CultureInfo.InvariantCulture))} {unit}/s");

    /// <summary>The same of what is only reckoned, for example "40 s" or "14 min".</summary>
    public static string About(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(5, 5 * Math.Round(seconds / 5)):0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds / 60):0} min"),
        _ => Time(300 * Math.Round(seconds / 300)),
    };

    /// <summary>For example "42 s" or "3 min 05 s".</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0} min {seconds % 60:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 3600):0} h {seconds % 3600 / 60:00} min"),
    };
}
