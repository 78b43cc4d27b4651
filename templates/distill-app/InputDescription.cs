namespace DistillApp;

/// <summary>What a model takes, by its own metadata.</summary>
/// <param name="Name">The name of its input: pixels, features, text or texts.</param>
/// <param name="Type">float32, uint8 or string.</param>
/// <param name="Range">The numbers for black and white; null where the input is no image.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue; 0 where the input is no image.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Features">Numbers of one example, where the input is a list of them.</param>
public sealed record InputDescription(string Name, string Type, double[]? Range, int Channels, int Height, int Width, int Features)
{
    /// <summary>Numbers of one example.</summary>
    public int Size => Features > 0 ? Features : Channels * Height * Width;

    /// <summary>The sizes of a batch of one.</summary>
    public long[] Shape => Features > 0 ? [1, Features] : [1, Channels, Height, Width];
}
