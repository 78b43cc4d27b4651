namespace Distill.Onnx.Export.Layers;

/// <summary>GELU: x · Φ(x), with the normal distribution's Φ.</summary>
internal sealed record ErrorLinear(string Name, IReadOnlyList<string> Inputs, long[] Shape) : Operation(Name, Inputs, Shape)
{
    public override bool IsExact => true;
}
