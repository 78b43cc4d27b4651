namespace Distill.Arithmetic;

/// <summary>How far the numbers of a layer are from the same in double precision.</summary>
/// <param name="Layer">The layer's name in the network.</param>
/// <param name="Quantity">For example "output", "gradient of weight".</param>
/// <param name="Value">The largest difference as a share of the largest number; infinite where a number is not finite.</param>
/// <param name="Tolerance">What rounding in the type of the products explains, with room.</param>
/// <param name="IsOverrun">Whether the layer was not run, because it would write past the end of its memory.</param>
internal sealed record LayerDeviation(string Layer, string Quantity, double Value, double Tolerance, bool IsOverrun = false)
{
    /// <summary>The deviation of a network that computes nothing that rounds.</summary>
    public static LayerDeviation None { get; } = new("", "", 0, double.Epsilon);

    /// <summary>That of a layer that writes past the end of its memory.</summary>
    public static LayerDeviation Overrun(string layer) => new(layer, "gradient of weight", double.PositiveInfinity, double.Epsilon, IsOverrun: true);

    /// <summary>Whether rounding explains the difference.</summary>
    public bool IsRounding => Value <= Tolerance;

    /// <summary>The difference as a multiple of what is tolerated, to tell which of several is the worst.</summary>
    public double Excess => Value / Tolerance;
}
