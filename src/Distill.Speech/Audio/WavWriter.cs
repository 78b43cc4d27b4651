using System.Buffers.Binary;

namespace Distill.Speech.Audio;

/// <summary>WAV files of one channel with 16 bits a sample.</summary>
internal static class WavWriter
{
    private const int Header = 44;
    private const int SampleBytes = sizeof(short);

    /// <summary>The bytes of a file. What lies beyond full scale is cut.</summary>
    public static byte[] Write(Waveform sound)
    {
        var file = new byte[Header + (SampleBytes * sound.Samples.Length)];
        Name("RIFF"u8, 0);
        Number(file.Length - 8, 4);
        Name("WAVEfmt "u8, 8);
        // PCM (1) in one channel (1): two numbers of 16 bits, as are the last two of the format.
        Number(16, 16);
        Number(1 | (1 << 16), 20);
        Number(sound.Rate, 24);
        Number(sound.Rate * SampleBytes, 28);
        Number(SampleBytes | (8 * SampleBytes << 16), 32);
        Name("data"u8, 36);
        Number(file.Length - Header, 40);
        for (var i = 0; i < sound.Samples.Length; i++)
        {
            var sample = (short)Math.Clamp(Math.Round(sound.Samples[i] * 32_768.0), short.MinValue, short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(Header + (SampleBytes * i)), sample);
        }

        return file;

        void Name(ReadOnlySpan<byte> name, int at) => name.CopyTo(file.AsSpan(at));

        void Number(int number, int at) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), number);
    }
}
