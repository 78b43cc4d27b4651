using CsCheck;
using Distill.Runs;
using Distill.Speech.Audio;

namespace Distill.Speech.Tests.Audio;

public sealed class WavReaderTests
{
    private static readonly byte[] Samples = [.. new short[] { 16384, -16384, 8192 }.SelectMany(sample => Wav.Number(sample, 2))];
    private static readonly float[] Expected = [0.5f, -0.5f, 0.25f];
    private static readonly byte[] Format = Wav.Format(Wav.Pcm, 1, 16_000, 16);

    [Theory]
    [InlineData(Wav.Pcm, 8, 1.0 / 100)]
    [InlineData(Wav.Pcm, 16, 1.0 / 20_000)]
    [InlineData(Wav.Pcm, 24, 1e-6)]
    [InlineData(Wav.Pcm, 32, 1e-7)]
    [InlineData(Wav.Float, 32, 0)]
    [InlineData(Wav.Float, 64, 0)]
    public void Every_format_is_read_plain_and_extensible_and_channels_are_averaged(int kind, int bits, double tolerance)
    {
        (double Left, double Right)[] sound = [(0.5, 0.25), (-0.75, 0.25), (-1, -0.5)];
        var data = Wav.Chunk("data", [.. sound.SelectMany(pair => Wav.Sample(kind, bits, pair.Left).Concat(Wav.Sample(kind, bits, pair.Right)))]);
        foreach (var format in new[] { Wav.Format(kind, 2, 44_100, bits), Wav.ExtensibleFormat(kind, 2, 44_100, bits) })
        {
            var read = Waveform.Read(Wav.File(format, data), "x.wav");

            Assert.Equal(44_100, read.Rate);
            Assert.Equal([0.375, -0.25, -0.75], read.Samples.Select(sample => (double)sample), (a, b) => Math.Abs(a - b) <= tolerance);
        }
    }

    [Fact]
    public void Integers_keep_all_their_bits() => Gen.Short.Array[1, 50].Sample(samples =>
        Waveform.Read(Wav.Plain(samples), "x.wav").Samples.Select(sample => (short)(sample * 32768)).SequenceEqual(samples));

    [Fact]
    public void Other_chunks_may_lie_anywhere_in_any_order()
    {
        var (data, junk, list) = (Wav.Chunk("data", Samples), Wav.Chunk("JUNK", new byte[28]), Wav.Chunk("LIST", [.. "INFOx"u8]));
        Gen.Shuffle(new[] { Format, data, junk, list, Wav.Chunk("cue ", []) }).Sample(chunks =>
            Waveform.Read(Wav.File(chunks), "x.wav").Samples.SequenceEqual(Expected));
    }

    [Fact]
    public void An_odd_chunk_may_lack_its_padding() =>
        AssertReads(Wav.File(Wav.Chunk("LIST", [.. "INFOx"u8], pad: false), Format, Wav.Chunk("data", Samples)));

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFF000u)]
    [InlineData(7u)]
    public void The_data_of_a_stream_or_of_a_cut_file_goes_to_its_end(uint claimed) =>
        AssertReads(Wav.File(Format, Wav.Chunk("data", Samples, claimed)));

    [Fact]
    public void A_part_of_a_sample_at_the_end_is_left_out() => AssertReads(Wav.File(Format, Wav.Chunk("data", [.. Samples, 1], pad: false)));

    [Fact]
    public void Lengths_in_the_header_of_the_file_do_not_count()
    {
        var file = Wav.File(Format, Wav.Chunk("data", Samples));
        foreach (var claimed in new long[] { 0, uint.MaxValue, 4 })
        {
            Wav.Number(claimed, 4).CopyTo(file, 4);
            AssertReads(file);
        }

        "RF64"u8.CopyTo(file);
        AssertReads(file);
    }

    [Fact]
    public void Twenty_four_bits_in_four_bytes_are_told_by_the_length_of_a_frame()
    {
        byte[] padded = [0, 0, 0, 0x40, 0, 0, 0, 0xC0, 0, 0, 0, 0x20];

        AssertReads(Wav.File(Wav.Format(Wav.Pcm, 1, 16_000, 24, sampleBytes: 4), Wav.Chunk("data", padded)));
    }

    [Theory]
    [InlineData("not a WAV file", "hello, this is text")]
    [InlineData("not a WAV file", "")]
    [InlineData("no chunk 'fmt '", "RIFF....WAVE")]
    public void What_is_no_wav_file_is_refused(string message, string text) =>
        AssertRefused(message, System.Text.Encoding.ASCII.GetBytes(text));

    [Fact]
    public void What_cannot_be_read_is_refused_by_name_and_number()
    {
        var data = Wav.Chunk("data", Samples);
        AssertRefused("no chunk 'data'", Wav.File(Format));
        AssertRefused("no samples", Wav.File(Format, Wav.Chunk("data", [])));
        AssertRefused("has 4 bytes, expected 16", Wav.File(Wav.Chunk("fmt ", new byte[4]), data));
        AssertRefused("0 channels", Wav.File(Wav.Format(Wav.Pcm, 0, 16_000, 16), data));
        AssertRefused("claims 0 samples a second", Wav.File(Wav.Format(Wav.Pcm, 1, 0, 16), data));
        AssertRefused("4 bits in format 2", Wav.File(Wav.Format(2, 1, 16_000, 4), data));
        AssertRefused("sample 1 is Infinity", Wav.File(Wav.Format(Wav.Float, 1, 16_000, 32), Wav.Chunk("data", [.. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(float.PositiveInfinity)])));
        AssertRefused("sample 0 is NaN", Wav.File(Wav.Format(Wav.Float, 1, 16_000, 64), Wav.Chunk("data", BitConverter.GetBytes(double.NaN))));
        Assert.Contains("does not exist", Assert.Throws<DistillException>(() => Waveform.Open("no-such.wav")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_by_its_path()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(TimeSpan.FromSeconds(3.0 / 16_000), Waveform.Open(folder.Write("a.wav", Wav.Plain(1, 2, 3))).Duration);
    }

    private static void AssertReads(byte[] file) => Assert.Equal(Expected, Waveform.Read(file, "x.wav").Samples);

    private static void AssertRefused(string message, byte[] file)
    {
        var error = Assert.Throws<DistillException>(() => Waveform.Read(file, "x.wav"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("x.wav", error.Message, StringComparison.Ordinal);
    }
}
