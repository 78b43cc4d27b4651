using System.Runtime.InteropServices;
using Distill.Runs;
using SkiaSharp;

namespace Distill.Images;

/// <summary>An image as its file has it. The messages of its errors are what to say after its name.</summary>
internal sealed class EncodedImage : IDisposable
{
    private readonly byte[] encoded;
    private readonly SKData data;
    private readonly SKCodec codec;

    /// <summary>Opens a file.</summary>
    /// <param name="encoded">The file.</param>
    /// <param name="resize">The size that it is to be scaled to, or null.</param>
    /// <exception cref="DistillException">It is damaged, too large, or of a kind that is not read.</exception>
    public EncodedImage(byte[] encoded, Data.ImageSize? resize)
    {
        this.encoded = encoded;
        data = SKData.CreateCopy(encoded);
        try
        {
            codec = SKCodec.Create(data) ?? throw new DistillException(ImageHeader.Problem(encoded));
            Header = ImageHeader.Of(codec, encoded, resize);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What its first bytes say.</summary>
    public ImageHeader Header { get; }

    /// <summary>Whether the background showed anywhere when it was decoded.</summary>
    public bool ShowsBackground { get; private set; }

    /// <summary>Decodes to interleaved channels as stored, 1 or 4, with transparency laid over a background.</summary>
    /// <param name="background">What lies under transparent pixels.</param>
    /// <param name="white">Of 16 bits the value that becomes 255, or null.</param>
    /// <param name="channels">How many there are.</param>
    /// <exception cref="DistillException">It is damaged.</exception>
    public byte[] Decode(ImageBackground background, int? white, out int channels)
    {
        channels = Header.Ink == StoredInk.Grey && !Header.IsTransparent ? 1 : 4;
        var info = channels == 1
            ? new SKImageInfo(Header.Decoded.Width, Header.Decoded.Height, SKColorType.Gray8, SKAlphaType.Opaque)
            : new SKImageInfo(Header.Decoded.Width, Header.Decoded.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var pixels = new byte[info.BytesSize64];
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            var result = codec.GetPixels(info, pin.AddrOfPinnedObject());
            if (result != SKCodecResult.Success)
            {
                throw DistillException.Damaged($"is damaged ({result})");
            }
        }
        finally
        {
            pin.Free();
        }

        for (var i = 3; Header.IsTransparent && !ShowsBackground && i < pixels.Length; i += 4)
        {
            ShowsBackground = pixels[i] < 255;
        }

        if (Header.IsWide && white is { } most)
        {
            channels = 1;
            return Narrow(most, background.Grey);
        }

        if (channels == 4)
        {
            background.LieUnder(pixels);
        }

        return pixels;
    }

    /// <summary>The largest value of a grey image with 16 bits a pixel; 0 where it is damaged, which decoding tells.</summary>
    public int LargestValue() => WidePng.Read(encoded, out _) is { Length: > 0 } values ? values.Max() : 0;

    public void Dispose()
    {
        codec?.Dispose();
        data.Dispose();
    }

    private byte[] Narrow(int white, int below)
    {
        var values = WidePng.Read(encoded, out var alpha) ?? throw DistillException.Damaged("is damaged");
        var result = new byte[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var level = Math.Min(255, ((long)values[i] * 255 + white / 2) / white);
            result[i] = (byte)(alpha is null ? level : (level * alpha[i] + (long)below * (65535 - alpha[i]) + 32767) / 65535);
        }

        return result;
    }
}
