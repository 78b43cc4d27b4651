using System.Buffers.Binary;
using Distill.Runs;

namespace Distill.Speech.Audio;

/// <summary>How a WAV file stores its samples.</summary>
/// <param name="IsFloat">IEEE floats rather than integers.</param>
/// <param name="Channels">1 to 65,535.</param>
/// <param name="Rate">Samples a second of one channel.</param>
/// <param name="SampleBytes">Bytes of one sample of one channel.</param>
/// <param name="Companding">What a byte stands for; null where samples are numbers.</param>
internal readonly record struct WavFormat(bool IsFloat, int Channels, int Rate, int SampleBytes, Companding? Companding = null)
{
    public const int LowestRate = 1_000;
    public const int HighestRate = 1_000_000;

    private const int Pcm = 1;
    private const int Float = 3;
    private const int ALaw = 6;
    private const int MuLaw = 7;
    private const int Extensible = 0xFFFE;
    private const int PlainBytes = 16;
    private const int ExtensibleBytes = 40;
    private const int SubFormat = 24;

    /// <summary>Bytes of one sample of all channels.</summary>
    public int FrameBytes => Channels * SampleBytes;

    public static WavFormat Parse(ReadOnlySpan<byte> chunk, string where)
    {
        if (chunk.Length < PlainBytes)
        {
            throw DistillException.Damaged($"{where}: its chunk 'fmt ' has {chunk.Length} bytes, expected {PlainBytes} or more. It is damaged: fetch it again.");
        }

        var kind = Number(chunk, 0);
        if (kind == Extensible && chunk.Length >= ExtensibleBytes)
        {
            kind = Number(chunk, SubFormat);
        }

        var (channels, bits) = (Number(chunk, 2), Number(chunk, 14));
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        if (channels == 0)
        {
            throw DistillException.Damaged($"{where} claims 0 channels, expected 1 or more. It is damaged: fetch it again.");
        }

        return rate is < LowestRate or > HighestRate
            ? throw DistillException.Damaged($"{where} claims {rate} samples a second, expected {LowestRate} to {HighestRate}. It is damaged: fetch it again.")
            : new WavFormat(
                kind == Float, channels, (int)rate, SampleWidth(kind, bits, Number(chunk, 12), channels, where),
                kind == ALaw ? Companding.ALaw : kind == MuLaw ? Companding.MuLaw : null);
    }

    // Fewer bits than their bytes hold lie at the upper end, so that only the bytes matter. These are bits rounded up, but
    // some files keep 24 bits in four bytes, and say so by the length of a sample of all channels alone.
    private static int SampleWidth(int kind, int bits, int frameBytes, int channels, string where)
    {
        var rounded = (bits + 7) / 8;
        var width = kind == Pcm && frameBytes % channels == 0 && frameBytes / channels is > 0 and <= 4 && frameBytes / channels > rounded
            ? frameBytes / channels
            : rounded;
        return (kind, width) switch
        {
            (Pcm, >= 1 and <= 4) when bits > 0 => width,
            (Float, 4 or 8) => width,
            (ALaw or MuLaw, 1) => width,
            _ => throw new DistillException(
                $"{where} holds samples of {bits} bits in format {kind}{(WavCodecs.NameOf(kind) is { } name ? $" ({name})" : "")}; PCM (1) of 8, 16, 24 or 32 bits, "
                + "floats (3) of 32 or 64, and A-law (6) and mu-law (7) of 8 are read. Convert it to PCM."),
        };
    }

    private static int Number(ReadOnlySpan<byte> chunk, int at) => BinaryPrimitives.ReadUInt16LittleEndian(chunk[at..]);
}
