namespace Distill.Onnx.Export.Layers;

/// <summary>Two values of one shape, added.</summary>
internal sealed record Sum(string Name, IReadOnlyList<string> Inputs, long[] Shape) : Operation(Name, Inputs, Shape);
