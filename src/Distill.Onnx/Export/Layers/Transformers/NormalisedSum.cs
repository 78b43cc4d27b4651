namespace Distill.Onnx.Export.Layers;

/// <summary>The sum of some values, less its mean, over its deviation, times a factor, plus a shift, for each vector.</summary>
/// <param name="Name">The layer's place in the model.</param>
/// <param name="Inputs">One value or two, [dimensions].</param>
/// <param name="Factor">One number for each of the dimensions.</param>
/// <param name="Shift">The same.</param>
/// <param name="Epsilon">Added to the variance.</param>
internal sealed record NormalisedSum(string Name, IReadOnlyList<string> Inputs, double[] Factor, double[] Shift, double Epsilon)
    : Operation(Name, Inputs, [Factor.Length])
{
    public override bool IsExact => true;
}
