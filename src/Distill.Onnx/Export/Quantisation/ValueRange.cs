namespace Distill.Onnx.Export.Quantisation;

/// <summary>
/// The range of a value that is kept in 8 bits without sign: real = scale · (stored − zero point). It always holds 0,
/// so that padding and rectified units are exact.
/// </summary>
internal readonly record struct ValueRange
{
    private const int Steps = byte.MaxValue;

    public ValueRange(double low, double high)
    {
        Low = Math.Min(low, 0);
        High = Math.Max(high, 0);
    }

    public double Low { get; }

    public double High { get; }

    /// <summary>The least range that holds this one and some numbers.</summary>
    public ValueRange Over(ReadOnlySpan<float> numbers)
    {
        var (low, high) = (Low, High);
        foreach (var number in numbers)
        {
            low = Math.Min(low, number);
            high = Math.Max(high, number);
        }

        return new ValueRange(low, high);
    }

    /// <summary>The distance of two neighbouring numbers.</summary>
    public float Scale => High > Low ? (float)((High - Low) / Steps) : 1;

    /// <summary>What stands for 0.</summary>
    public byte ZeroPoint => (byte)Math.Clamp(Math.Round(-Low / Scale), 0, Steps);
}
