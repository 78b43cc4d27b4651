using Distill.Runs;
using Distill.Speech.Audio;

namespace Distill.Speech.Tests.Audio;

/// <summary>G.711 against its tables, made here as the recommendation defines them: segments of sixteen equal steps, each twice as wide as the one before.</summary>
public sealed class CompandingTests
{
    [Theory]
    [InlineData(Wav.ALaw)]
    [InlineData(Wav.MuLaw)]
    public void Every_byte_has_the_value_of_the_table(int law)
    {
        var bytes = Enumerable.Range(0, 256).Select(code => (byte)code).ToArray();
        foreach (var format in new[] { Wav.Format(law, 1, 8_000, 8), Wav.ExtensibleFormat(law, 1, 8_000, 8) })
        {
            var sound = Waveform.Read(Wav.File(format, Wav.Chunk("data", bytes)), "x.wav");

            Assert.Equal(bytes.Select(code => law == Wav.ALaw ? TableOfA(code) : TableOfMu(code)), sound.Samples.Select(sample => sample * 32_768.0));
        }
    }

    // Values that other programs print.
    [Theory]
    [InlineData(Wav.ALaw, new byte[] { 0x2A, 0xAA, 0x55, 0xD5, 0x80, 0x00 }, new[] { -32_256, 32_256, -8, 8, 5_504, -5_504 })]
    [InlineData(Wav.MuLaw, new byte[] { 0x00, 0x80, 0xFF, 0x7F, 0xFE, 0x7E }, new[] { -32_124, 32_124, 0, 0, 8, -8 })]
    public void Known_bytes_have_known_values(int law, byte[] bytes, int[] samples) => Assert.Equal(
        samples, Waveform.Read(Wav.File(Wav.Format(law, 1, 8_000, 8), Wav.Chunk("data", bytes)), "x.wav").Samples.Select(sample => (int)(sample * 32_768)));

    [Fact]
    public void Channels_of_bytes_are_averaged() => Assert.Equal(
        [(32_124 - 8) / 2 / 32_768f], Waveform.Read(Wav.File(Wav.Format(Wav.MuLaw, 2, 8_000, 8), Wav.Chunk("data", [0x80, 0x7E])), "x.wav").Samples);

    [Theory]
    [InlineData(2, 4, "Microsoft ADPCM")]
    [InlineData(0x11, 4, "IMA ADPCM")]
    [InlineData(0x31, 0, "GSM 6.10")]
    [InlineData(0x55, 0, "MP3")]
    [InlineData(7, 16, "mu-law")]
    public void Other_codecs_are_refused_by_name(int format, int bits, string name)
    {
        var error = Assert.Throws<DistillException>(() => Waveform.Read(Wav.File(Wav.Format(format, 1, 8_000, bits), Wav.Chunk("data", new byte[8])), "x.wav"));

        Assert.Contains($"in format {format} ({name}); PCM (1) of 8, 16, 24 or 32 bits", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fLaC", "it is FLAC")]
    [InlineData("ID3\u0003", "it is MP3")]
    [InlineData("OggS", "it is Ogg (Vorbis or Opus)")]
    [InlineData("RIFX", "it is RIFX, a WAV file of the other byte order")]
    [InlineData("NIST_1A\n   1024", "it is a NIST SPHERE file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS")]
    [InlineData("noise", "it starts with 'nois'")]
    public void Another_file_under_a_name_of_a_wav_is_refused_by_what_it_is(string start, string told)
    {
        var error = Assert.Throws<DistillException>(() => Waveform.Read([.. start.Select(letter => (byte)letter), .. new byte[64]], "x.wav"));

        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    // ITU-T G.711, table 1: decoder output values in units of which 4,096 are full scale.
    private static double TableOfA(byte code)
    {
        var sent = code ^ 0x55;
        var (segment, step) = (sent / 16 % 8, sent % 16);
        var value = segment == 0 ? (2 * step) + 1 : Math.Pow(2, segment - 1) * ((2 * step) + 33);
        return (sent >= 128 ? 1 : -1) * value * 8;
    }

    // Table 2: units of which 8,159 are full scale; the decision levels lie 33 below powers of two.
    private static double TableOfMu(byte code)
    {
        var sent = 255 - code;
        var (segment, step) = (sent / 16 % 8, sent % 16);
        var value = (Math.Pow(2, segment) * ((2 * step) + 33)) - 33;
        return (sent >= 128 ? -1 : 1) * value * 4;
    }
}
