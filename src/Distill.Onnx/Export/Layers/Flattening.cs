namespace Distill.Onnx.Export.Layers;

/// <summary>An image as one row of numbers, channel by channel.</summary>
internal sealed record Flattening(string Name, IReadOnlyList<string> Inputs, long Size) : Operation(Name, Inputs, [Size]);
