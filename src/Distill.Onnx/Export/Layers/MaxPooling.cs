namespace Distill.Onnx.Export.Layers;

/// <summary>The largest value in each window.</summary>
internal sealed record MaxPooling(string Name, IReadOnlyList<string> Inputs, long[] Shape, Window Window, bool RoundUp) : Operation(Name, Inputs, Shape);
