using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Decodes single images to the shape that a model takes, as its training decoded them. May be used from several threads at once.</summary>
public sealed class ImageInput
{
    private readonly Lock starting = new();
    private readonly ImageDecoder decoder;
    private bool started;

    /// <summary>Makes a decoder.</summary>
    /// <param name="shape">Of one example; the channels tell grey from RGB.</param>
    /// <exception cref="DistillException">No image file gives examples of this shape.</exception>
    public ImageInput(ExampleShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.IsFeatures || shape.Channels is not (1 or 3))
        {
            throw new DistillException($"Images give examples of 1 or 3 channels, not {shape}.");
        }

        Shape = shape;
        decoder = new ImageDecoder(shape.Channels == 1 ? ImageColor.Grey : ImageColor.Rgb, new ImageSize(shape.Width, shape.Height), "");
    }

    /// <summary>The shape of every decoded image.</summary>
    public ExampleShape Shape { get; }

    /// <summary>Whether a name is that of an image, by its ending.</summary>
    public static bool IsImage(string name) => ImagePath.IsImage(name);

    /// <summary>Decodes an image.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="encoded">The bytes of its file.</param>
    /// <returns>Channels × height × width bytes in row-major order.</returns>
    /// <exception cref="DistillException">The image is damaged, or of a kind that is not read.</exception>
    public byte[] Decode(string name, byte[] encoded)
    {
        try
        {
            lock (starting)
            {
                if (!started)
                {
                    decoder.Begin(name, encoded);
                    started = true;
                }
            }

            return decoder.Decode(name, encoded);
        }
        catch (DistillException problem) when (problem.Message.StartsWith(": ", StringComparison.Ordinal))
        {
            // It lies in no set that the message could name before it.
            throw new DistillException(problem.Message[2..], problem);
        }
    }
}
