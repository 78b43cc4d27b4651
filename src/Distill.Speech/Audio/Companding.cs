namespace Distill.Speech.Audio;

/// <summary>A law of ITU-T G.711, by which a byte stands for a sample of 16 bits.</summary>
internal sealed class Companding
{
    private const int MuBias = 33 << 2;

    private readonly short[] samples = new short[256];

    private Companding(Func<int, int> decode)
    {
        for (var code = 0; code < samples.Length; code++)
        {
            samples[code] = (short)decode(code);
        }
    }

    /// <summary>The A-law, of European telephones.</summary>
    public static Companding ALaw { get; } = new(DecodeA);

    /// <summary>The mu-law, of American and Japanese telephones.</summary>
    public static Companding MuLaw { get; } = new(DecodeMu);

    /// <summary>The sample that a byte stands for.</summary>
    public short Sample(byte code) => samples[code];

    // Sent with every other bit inverted: sign (set for positive), three bits of segment, four of step. 12 bits, moved up by 4.
    private static int DecodeA(int code)
    {
        code ^= 0x55;
        var (segment, step) = (code >> 4 & 7, code & 15);
        var magnitude = segment == 0 ? step << 4 | 8 : (step << 4 | 0x108) << (segment - 1);
        return (code & 0x80) != 0 ? magnitude : -magnitude;
    }

    // Sent with all bits inverted: sign (set for negative), segment, step. 14 bits, moved up by 2.
    private static int DecodeMu(int code)
    {
        code = ~code;
        var magnitude = (((code & 15) << 3 | MuBias) << (code >> 4 & 7)) - MuBias;
        return (code & 0x80) != 0 ? -magnitude : magnitude;
    }
}
