using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images;

/// <summary>
/// Decodes PNG and JPEG to planes of bytes. Transparency is laid over black; sizes are checked before anything is decoded.
/// </summary>
internal sealed class ImageDecoder(ImageColor color, ImageSize? resize, string where)
{
    private const int LongestSide = 1 << 15;
    private const int MostPixels = 1 << 25;

    private readonly ConcurrentDictionary<ImageSize, ImageResampler> resamplers = new();
    private string? firstName;
    private ImageSize firstSize;
    private bool grey;

    /// <summary>The shape of every decoded image; known once <see cref="Begin"/> has seen one.</summary>
    public ExampleShape Shape => new(grey ? 1 : 3, firstSize.Height, firstSize.Width);

    /// <summary>Lets the first image decide size and colour where the options leave them open.</summary>
    public void Begin(string name, byte[] encoded)
    {
        using var codec = Open(name, encoded);
        firstName = name;
        firstSize = resize ?? new(codec.Info.Width, codec.Info.Height);
        grey = color == ImageColor.Grey || (color == ImageColor.Auto && codec.Info.ColorType == SKColorType.Gray8);
    }

    /// <summary>Decodes into channels × height × width bytes.</summary>
    /// <exception cref="DistillException">The image is damaged, of another kind, or does not fit the others.</exception>
    public byte[] Decode(string name, byte[] encoded)
    {
        using var codec = Open(name, encoded);
        var size = new ImageSize(codec.Info.Width, codec.Info.Height);
        var storedGrey = codec.Info.ColorType == SKColorType.Gray8;
        if (resize is null && size != firstSize)
        {
            throw new DistillException(
                $"{where}: {name} is {size} pixels, but {firstName} is {firstSize}. Give a size to scale all images to (resize).");
        }

        if (color == ImageColor.Auto && grey && !storedGrey)
        {
            throw new DistillException($"{where}: {name} is in colour, but {firstName} is grey. Say whether you want grey or RGB.");
        }

        var channels = storedGrey ? 1 : 4;
        var info = storedGrey
            ? new SKImageInfo(size.Width, size.Height, SKColorType.Gray8, SKAlphaType.Opaque)
            : new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var pixels = new byte[info.BytesSize];
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            var result = codec.GetPixels(info, pin.AddrOfPinnedObject());
            if (result != SKCodecResult.Success)
            {
                throw new DistillException($"{where}: {name} is damaged ({result}). Replace it or take it out.");
            }
        }
        finally
        {
            pin.Free();
        }

        if (size != firstSize)
        {
            pixels = resamplers.GetOrAdd(size, s => new ImageResampler(s, firstSize)).Scale(pixels, channels);
        }

        return Planes(pixels, channels);
    }

    private SKCodec Open(string name, byte[] encoded)
    {
        using var data = SKData.CreateCopy(encoded);
        var codec = SKCodec.Create(data)
            ?? throw new DistillException($"{where}: {name} is neither a PNG nor a JPEG image, or is damaged. Replace it or take it out.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var problem = codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg)
            ? $"is {codec.EncodedFormat}; only PNG and JPEG are read. Convert it."
            : width < 1 || height < 1 || width > LongestSide || height > LongestSide || (long)width * height > MostPixels
                ? $"claims {width}×{height} pixels; at most {MostPixels} are decoded. Scale it down, or take it out."
                : null;
        if (problem is null)
        {
            return codec;
        }

        codec.Dispose();
        throw new DistillException($"{where}: {name} {problem}");
    }

    private byte[] Planes(ReadOnlySpan<byte> pixels, int channels)
    {
        var plane = firstSize.Width * firstSize.Height;
        var result = new byte[grey ? plane : 3 * plane];
        for (var i = 0; i < plane; i++)
        {
            if (channels == 1)
            {
                result[i] = pixels[i];
            }
            else if (grey)
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

        if (channels == 1 && !grey)
        {
            result.AsSpan(0, plane).CopyTo(result.AsSpan(plane));
            result.AsSpan(0, plane).CopyTo(result.AsSpan(2 * plane));
        }

        return result;
    }
}
