namespace Distill.Runs.Results;

/// <summary>Checks that an image is one that a report can show.</summary>
internal static class SampleImageCheck
{
    /// <summary>Whether it is one, or there is none.</summary>
    public static bool IsWhole(SampleImage? image)
    {
        var whole = true;
        if (image is not null)
        {
            Run(image, "", (holds, _, _, _) => whole &= holds);
        }

        return whole;
    }

    /// <summary>Checks sides and bytes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="where">Its key, for the message.</param>
    /// <param name="expect">Throws unless the first is true; then come the key, what was found, and what was expected.</param>
    public static void Run(SampleImage image, string where, Action<bool, string, string, string> expect)
    {
        expect(image.Channels is 1 or 3, $"{where}.channels", $"{image.Channels}", "1 or 3");
        expect(
            image.Width is >= 1 and <= SampleImage.LargestSide && image.Height is >= 1 and <= SampleImage.LargestSide,
            where, $"{image.Width} × {image.Height} pixels", $"1 to {SampleImage.LargestSide} pixels a side");
        expect(
            image.Pixels.Length == image.Channels * image.Height * image.Width,
            $"{where}.pixels", $"{image.Pixels.Length} bytes", "channels × height × width bytes");
    }
}
