using System.Buffers.Binary;
using Distill.Runs;

namespace Distill.Speech.Audio;

/// <summary>Turns stored samples into floats, and channels into one.</summary>
internal static class SampleDecoder
{
    // Integers of 32 bits that were stored as floats without scaling; their power still fits into a float.
    private const double Largest = 1L << 31;

    // 40 dB below the channels: no two microphones hear so much that differs.
    private const double Cancelled = 1e-4;

    /// <summary>Decodes whole samples of all channels.</summary>
    /// <returns>Whether the channels cancel each other out, so that next to nothing is left of them.</returns>
    /// <exception cref="DistillException">A float is not finite, or beyond any scale of sound.</exception>
    public static bool Decode(ReadOnlySpan<byte> data, WavFormat format, Span<float> samples, string where)
    {
        var (ofChannels, ofMean) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0.0;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                var sample = Sample(data, format);
                sum += sample;
                ofChannels += sample * sample / format.Channels;
                data = data[format.SampleBytes..];
            }

            var mean = sum / format.Channels;
            if (!(Math.Abs(mean) <= Largest))
            {
                throw DistillException.Damaged($"{where}: sample {i} is {mean}; floats of sound lie near −1 to 1. It is damaged: convert it again.");
            }

            samples[i] = (float)mean;
            ofMean += mean * mean;
        }

        return format.Channels > 1 && ofMean < Cancelled * ofChannels;
    }

    private static double Sample(ReadOnlySpan<byte> data, WavFormat format) => (format.IsFloat, format.SampleBytes) switch
    {
        _ when format.Companding is { } law => law.Sample(data[0]) / 32_768.0,
        (true, 4) => BinaryPrimitives.ReadSingleLittleEndian(data),
        (true, _) => BinaryPrimitives.ReadDoubleLittleEndian(data),
        (_, 1) => (data[0] - 128) / 128.0,
        (_, 2) => BinaryPrimitives.ReadInt16LittleEndian(data) / 32_768.0,
        (_, 3) => ((data[0] << 8 | data[1] << 16 | data[2] << 24) >> 8) / 8_388_608.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(data) / 2_147_483_648.0,
    };
}
