namespace Distill.Reports.Plots;

/// <summary>A scale over finite numbers, linear or logarithmic, with ticks at 1, 2 or 5 times a power of ten.</summary>
internal sealed class AxisScale
{
    private readonly bool logarithmic;

    private AxisScale(double low, double high, IReadOnlyList<double> ticks, bool logarithmic = false)
    {
        Low = low;
        High = high;
        Ticks = ticks;
        this.logarithmic = logarithmic;
    }

    public double Low { get; }

    public double High { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>A scale that spans <paramref name="low"/> to <paramref name="high"/> with about <paramref name="ticks"/> ticks.</summary>
    public static AxisScale Over(double low, double high, int ticks)
    {
        // A flat or absurd span has no scale of its own; around the value, any will do.
        if (!double.IsNormal(high - low) || high - low < Math.Abs(high) * 1e-9)
        {
            var middle = double.IsFinite(low) && Math.Abs(low) < 1e150 ? low : 0;
            var margin = Math.Max(Math.Abs(middle) * 0.1, 1e-9);
            (low, high) = (middle - margin, middle + margin);
        }

        return new AxisScale(low, high, [.. LinearTicks(low, high, ticks)]);
    }

    /// <summary>The same for positive numbers, where equal ratios lie equally far apart.</summary>
    public static AxisScale Logarithmic(double low, double high, int ticks)
    {
        if (!(low > 1e-100 && high < 1e100 && high >= low))
        {
            (low, high) = (1, 1);
        }

        if (high < low * 1.01)
        {
            (low, high) = (low / 1.5, high * 1.5);
        }

        List<double> spread = [.. LogarithmicTicks(low, high, ticks)];
        // Over less than half a decade both scales look alike, and round numbers lie closer.
        return new AxisScale(low, high, spread.Count > 2 ? spread : [.. LinearTicks(low, high, ticks)], logarithmic: true);
    }

    /// <summary>Where a number lies, 0 at the low end and 1 at the high one.</summary>
    public double At(double number) => logarithmic
        ? Math.Log(number / Low) / Math.Log(High / Low)
        : (number - Low) / (High - Low);

    private static IEnumerable<double> LinearTicks(double low, double high, int ticks)
    {
        var rough = (high - low) / ticks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1.4 => 1, <= 3.2 => 2, <= 7 => 5, _ => 10 });
        var first = Math.Ceiling((low / step) - 1e-9);
        for (var i = 0; i < 20 && (first + i) * step <= high + (step * 1e-9); i++)
        {
            yield return (first + i) * step;
        }
    }

    private static IEnumerable<double> LogarithmicTicks(double low, double high, int ticks)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        // With many decades, every so many of them alone.
        double[] leading = (last - first) * 3 <= ticks * 2 ? [1, 2, 5] : [1];
        var stride = Math.Max(1, (last - first + ticks - 1) / ticks);
        for (var decade = first; decade <= last; decade += stride)
        {
            foreach (var digit in leading)
            {
                var tick = digit * Math.Pow(10, decade);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9))
                {
                    yield return tick;
                }
            }
        }
    }
}
