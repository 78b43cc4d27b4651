namespace Distill.Onnx.Export.Layers;

/// <summary>The mean of each channel over the image, as an image of one pixel.</summary>
internal sealed record GlobalMean(string Name, IReadOnlyList<string> Inputs, long Channels) : Operation(Name, Inputs, [Channels, 1, 1]);
