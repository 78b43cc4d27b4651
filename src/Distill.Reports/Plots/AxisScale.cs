namespace Distill.Reports.Plots;

/// <summary>A linear scale over finite numbers, with ticks at 1, 2 or 5 times a power of ten.</summary>
internal sealed class AxisScale
{
    private AxisScale(double low, double high, double step)
    {
        Low = low;
        High = high;
        Step = step;
    }

    public double Low { get; }

    public double High { get; }

    private double Step { get; }

    public IEnumerable<double> Ticks
    {
        get
        {
            var first = Math.Ceiling((Low / Step) - 1e-9);
            for (var i = 0; i < 20 && (first + i) * Step <= High + (Step * 1e-9); i++)
            {
                yield return (first + i) * Step;
            }
        }
    }

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

        var rough = (high - low) / ticks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * ((rough / power) switch { <= 1.4 => 1, <= 3.2 => 2, <= 7 => 5, _ => 10 });
        return new AxisScale(low, high, step);
    }

    /// <summary>Where a number lies, 0 at the low end and 1 at the high one.</summary>
    public double At(double number) => (number - Low) / (High - Low);
}
