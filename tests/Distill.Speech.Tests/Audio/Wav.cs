using System.Buffers.Binary;
using System.Text;

namespace Distill.Speech.Tests.Audio;

/// <summary>WAV files written as other programs write them, chunk by chunk.</summary>
internal static class Wav
{
    public const int Pcm = 1;
    public const int Float = 3;
    public const int ALaw = 6;
    public const int MuLaw = 7;
    public const int Extensible = 0xFFFE;

    /// <summary>A file of some chunks.</summary>
    public static byte[] File(params byte[][] chunks)
    {
        byte[] content = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. Number(content.Length, 4), .. content];
    }

    /// <summary>A file of 16-bit samples at 16 kHz, as most are.</summary>
    public static byte[] Plain(params short[] samples) =>
        File(Format(Pcm, 1, 16_000, 16), Chunk("data", [.. samples.SelectMany(sample => Number(sample, 2))]));

    public static byte[] Chunk(string id, byte[] content, uint? claimed = null, bool pad = true) =>
        [.. Encoding.ASCII.GetBytes(id), .. Number(claimed ?? (uint)content.Length, 4), .. content, .. pad && content.Length % 2 == 1 ? new byte[1] : []];

    public static byte[] Format(int kind, int channels, int rate, int bits, int? sampleBytes = null)
    {
        var width = sampleBytes ?? (bits + 7) / 8;
        return Chunk("fmt ", [.. FormatStart(kind, channels, rate, bits, width)]);
    }

    /// <summary>The extensible form, whose real kind is in the first bytes of an identifier.</summary>
    public static byte[] ExtensibleFormat(int kind, int channels, int rate, int bits) => Chunk("fmt ",
    [
        .. FormatStart(Extensible, channels, rate, bits, bits / 8), .. Number(22, 2), .. Number(bits, 2), .. Number(0, 4), .. Number(kind, 2),
        0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71,
    ]);

    /// <summary>One sample, from −1 to 1.</summary>
    public static byte[] Sample(int kind, int bits, double value) => (kind, bits) switch
    {
        (Float, 32) => BitConverter.GetBytes((float)value),
        (Float, _) => BitConverter.GetBytes(value),
        (_, 8) => [(byte)Math.Round(128 + (127 * value))],
        _ => Number((long)Math.Round(value * ((1L << (bits - 1)) - 1)), bits / 8),
    };

    public static byte[] Number(long value, int bytes)
    {
        var all = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        return all[..bytes];
    }

    private static byte[] FormatStart(int kind, int channels, int rate, int bits, int width) =>
    [
        .. Number(kind, 2), .. Number(channels, 2), .. Number(rate, 4), .. Number(rate * channels * width, 4), .. Number(channels * width, 2), .. Number(bits, 2),
    ];
}
