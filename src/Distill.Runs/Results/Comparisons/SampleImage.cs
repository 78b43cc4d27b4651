namespace Distill.Runs.Results;

/// <summary>An image as bytes.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 for grey, 3 for RGB.</param>
/// <param name="Pixels">Channels × height × width bytes, in that order of nesting; base64 in the file.</param>
internal sealed record SampleImage(int Width, int Height, int Channels, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>The most pixels a side: larger images belong into a data set, not into a report.</summary>
    public const int LargestSide = 1024;
}
