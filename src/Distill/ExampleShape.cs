namespace Distill;

/// <summary>
/// The shape of one example. An image is channels × height × width; a vector of features has its length as channels
/// and no height or width (both 1).
/// </summary>
/// <param name="Channels">1 for grey, 3 for RGB, or the number of features.</param>
/// <param name="Height">Rows of pixels; 1 for features.</param>
/// <param name="Width">Pixels in a row; 1 for features.</param>
public sealed record ExampleShape(int Channels, int Height, int Width)
{
    /// <summary>A vector of <paramref name="length"/> features.</summary>
    public static ExampleShape Features(int length) => new(length, 1, 1);

    /// <summary>Numbers in one example.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>Whether this is a vector of features rather than an image.</summary>
    public bool IsFeatures => Height == 1 && Width == 1;

    /// <summary>For example "1×28×28", or "64 features".</summary>
    public override string ToString() => IsFeatures ? $"{Channels} features" : $"{Channels}×{Height}×{Width}";
}
