using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Decodes images to planes of bytes of one shape.</summary>
/// <param name="options">Size, fit and background.</param>
/// <param name="survey">What all images have in common.</param>
internal sealed class ImageDecoder(ImageOptions options, SurveyedImages survey)
{
    private readonly ImageFrame frame = new(survey.Size, options.Fit);
    private readonly ImageBackground background = ImageBackground.Parse(options.Background);

    /// <summary>Decodes into channels × height × width bytes.</summary>
    /// <param name="image">The image.</param>
    /// <exception cref="DistillException">The image is damaged: the message is what to say after its name.</exception>
    public byte[] Decode(EncodedImage image)
    {
        var pixels = image.Decode(background, survey.White, out var channels);
        pixels = ImageTurn.Apply(pixels, image.Header.Decoded, channels, image.Header.Origin, out var shown);
        ReadOnlySpan<byte> fill = channels == 1 ? [background.Grey] : [background.Red, background.Green, background.Blue, 255];
        return Planes(frame.Bring(pixels, shown, channels, fill), channels);
    }

    private byte[] Planes(ReadOnlySpan<byte> pixels, int channels)
    {
        var plane = survey.Size.Width * survey.Size.Height;
        var result = new byte[survey.Grey ? plane : 3 * plane];
        for (var i = 0; i < plane; i++)
        {
            if (channels == 1)
            {
                result[i] = pixels[i];
            }
            else if (survey.Grey)
            {
                result[i] = (byte)((299 * pixels[4 * i] + 587 * pixels[4 * i + 1] + 114 * pixels[4 * i + 2] + 500) / 1000);
            }
            else
            {
                result[i] = pixels[4 * i];
                result[plane + i] = pixels[4 * i + 1];
                result[2 * plane + i] = pixels[4 * i + 2];
            }
        }

        if (channels == 1 && !survey.Grey)
        {
            result.AsSpan(0, plane).CopyTo(result.AsSpan(plane));
            result.AsSpan(0, plane).CopyTo(result.AsSpan(2 * plane));
        }

        return result;
    }
}
