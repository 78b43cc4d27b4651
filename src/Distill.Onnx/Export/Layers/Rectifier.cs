namespace Distill.Onnx.Export.Layers;

/// <summary>max(x, 0).</summary>
internal sealed record Rectifier(string Name, IReadOnlyList<string> Inputs, long[] Shape) : Operation(Name, Inputs, Shape);
