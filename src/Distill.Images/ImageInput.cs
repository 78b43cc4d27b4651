using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Decodes single images to the shape that a model takes, as its training decoded them. May be used from several threads at once.</summary>
internal sealed class ImageInput
{
    private const long MostBytes = 1L << 29;

    private readonly MemoryBudget budget = new(MostBytes);
    private readonly ImageDecoder decoder;
    private readonly ImageSize size;

    /// <summary>Makes a decoder.</summary>
    /// <param name="shape">Of one example; the channels tell grey from RGB.</param>
    /// <param name="fit">How images of another shape come to it.</param>
    /// <param name="background">What lies under transparency and around an image that is padded, as in <see cref="DataOptions.Background"/>.</param>
    /// <exception cref="DistillException">No image file gives examples of this shape, or the background is no colour.</exception>
    public ImageInput(ExampleShape shape, ImageFit fit = ImageFit.Stretch, string? background = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.IsFeatures || shape.Channels is not (1 or 3))
        {
            throw new DistillException($"Images give examples of 1 or 3 channels, not {shape}.");
        }

        (Shape, size) = (shape, new ImageSize(shape.Width, shape.Height));
        var options = new ImageOptions { Resize = size, Fit = fit, Background = background ?? new ImageOptions().Background };
        decoder = new ImageDecoder(options, new SurveyedImages(size, shape.Channels == 1, null));
    }

    /// <summary>The shape of every decoded image.</summary>
    public ExampleShape Shape { get; }

    /// <summary>Whether a name is that of an image, by its ending.</summary>
    public static bool IsImage(string name) => ImageKind.IsRead(name);

    /// <summary>Decodes an image.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="encoded">The bytes of its file.</param>
    /// <returns>Channels × height × width bytes in row-major order.</returns>
    /// <exception cref="DistillException">The image is damaged, or of a kind that is not read.</exception>
    public byte[] Decode(string name, byte[] encoded)
    {
        try
        {
            using var image = new EncodedImage(encoded, size);
            // Turned and scaled copies come beside the pixels.
            return budget.With(3 * image.Header.Memory, () => decoder.Decode(image));
        }
        catch (DistillException problem)
        {
            throw new DistillException($"{name} {problem.Message.TrimEnd('.')}.", problem);
        }
    }
}
