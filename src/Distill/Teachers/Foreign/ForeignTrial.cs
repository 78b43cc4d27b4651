using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>Examples on which a model is tried when it is opened: the same noise each time.</summary>
internal static class ForeignTrial
{
    private const int Count = 2;

    /// <summary>Raw inputs as in a batch of two.</summary>
    public static Tensor Examples(ExampleShape shape)
    {
        var random = new Random(1);
        if (shape.IsFeatures)
        {
            return tensor(Enumerable.Range(0, Count * shape.Size).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray(), Count, shape.Channels);
        }

        var pixels = new byte[Count * shape.Size];
        random.NextBytes(pixels);
        return tensor(pixels, Count, shape.Channels, shape.Height, shape.Width);
    }
}
