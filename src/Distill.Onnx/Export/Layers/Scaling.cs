namespace Distill.Onnx.Export.Layers;

/// <summary>x · factor + shift, with one number of each a channel or one for all: normalisation, and batch normalisation in evaluation.</summary>
internal sealed record Scaling(string Name, IReadOnlyList<string> Inputs, long[] Shape, double[] Factor, double[] Shift)
    : Operation(Name, Inputs, Shape)
{
    // Normalisation.
    public override bool IsExact => true;

    /// <summary>Whether it changes nothing.</summary>
    public bool IsIdentity => Factor.All(factor => factor == 1) && Shift.All(shift => shift == 0);

    public double FactorOf(int channel) => Factor[Factor.Length == 1 ? 0 : channel];

    public double ShiftOf(int channel) => Shift[Shift.Length == 1 ? 0 : channel];
}
