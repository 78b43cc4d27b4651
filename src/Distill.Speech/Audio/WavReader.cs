using Distill.Runs;

namespace Distill.Speech.Audio;

/// <summary>
/// WAV files: PCM of 8, 16, 24 and 32 bits, IEEE floats of 32 and 64, and the A-law and mu-law of G.711, plain or extensible, any
/// number of channels, which are averaged. Chunks may come in any order. A data chunk of length 0, or longer than the file, goes to its end, as
/// programs leave it that write to a pipe or are cut off.
/// </summary>
internal static class WavReader
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">All of them.</param>
    /// <param name="where">What to call the file in messages.</param>
    /// <param name="cancels">Whether the channels cancel each other out when they are averaged.</param>
    /// <exception cref="DistillException">It is damaged, or in a format that is not read: the message says which.</exception>
    public static Waveform Read(ReadOnlySpan<byte> file, string where, out bool cancels)
    {
        var chunks = WavChunks.Find(file, where);
        var format = WavFormat.Parse(file[chunks.Format], where);
        var data = file[chunks.Data];
        var frames = data.Length / format.FrameBytes;
        if (frames == 0)
        {
            throw new DistillException($"{where} has no samples: {data.Length} bytes of data, {format.FrameBytes} to a sample of all channels. Record it again.");
        }

        var samples = new float[frames];
        cancels = SampleDecoder.Decode(data[..(frames * format.FrameBytes)], format, samples, where);
        return new Waveform(format.Rate, samples);
    }
}
