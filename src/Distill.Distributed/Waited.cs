using System.Globalization;

namespace Distill.Distributed;

/// <summary>A time of waiting in words.</summary>
internal static class Waited
{
    /// <summary>Minutes from two on, else seconds.</summary>
    public static string Text(TimeSpan time)
    {
        return time.TotalMinutes >= 2 ? $"{Number(time.TotalMinutes)} minutes" : $"{Number(time.TotalSeconds)} seconds";

        static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
    }
}
