using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>Examples on which a model is tried when it is opened: the same noise each time.</summary>
internal static class ForeignTrial
{
    private const int Count = 2;
    private const int MostLetters = 64;
    private const string Letters = "abcdefghij klmnopqrs tuvwxyz ";

    /// <summary>Raw inputs as in a batch.</summary>
    /// <param name="shape">Of one example.</param>
    /// <param name="count">How many.</param>
    /// <param name="texts">Whether they are texts.</param>
    public static Tensor Examples(ExampleShape shape, int count = Count, bool texts = false)
    {
        var random = new Random(1);
        if (texts)
        {
            var size = Math.Min(shape.Size, MostLetters);
            return tensor(Enumerable.Range(0, count * size).Select(_ => (byte)Letters[random.Next(Letters.Length)]).ToArray(), count, size);
        }

        if (shape.IsFeatures)
        {
            return tensor(Enumerable.Range(0, count * shape.Size).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray(), count, shape.Channels);
        }

        var pixels = new byte[count * shape.Size];
        random.NextBytes(pixels);
        return tensor(pixels, count, shape.Channels, shape.Height, shape.Width);
    }
}
