using CsCheck;
using Distill.Speech.Audio;

namespace Distill.Speech.Tests.Audio;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(48_000, 16_000, 300)]
    [InlineData(48_000, 16_000, 7_300)]
    [InlineData(44_100, 16_000, 1_000)]
    [InlineData(44_100, 16_000, 7_300)]
    [InlineData(44_101, 16_000, 3_210)]
    [InlineData(22_050, 16_000, 5_000)]
    [InlineData(8_000, 16_000, 3_600)]
    [InlineData(11_025, 16_000, 4_900)]
    public void A_tone_of_the_pass_band_keeps_its_amplitude_and_nothing_is_added(int from, int to, double hertz)
    {
        var sound = Tones.Sine(hertz, from).Resample(to);

        Assert.Equal(to, sound.Rate);
        Assert.Equal(1, Tones.Amplitude(sound, hertz), 1e-3);
        Assert.InRange(Tones.Peak(sound), 0.9, 1.001);
    }

    [Theory]
    [InlineData(48_000, 16_000, 8_050)]
    [InlineData(48_000, 16_000, 9_000)]
    [InlineData(48_000, 16_000, 15_500)]
    [InlineData(44_100, 16_000, 12_000)]
    [InlineData(96_000, 16_000, 40_000)]
    public void A_tone_above_half_the_rate_does_not_fold_back(int from, int to, double hertz) =>
        Assert.InRange(Tones.Peak(Tones.Sine(hertz, from).Resample(to)), 0, 1e-4);

    [Theory]
    [InlineData(8_000, 3_000)]
    [InlineData(11_025, 5_000)]
    public void A_higher_rate_adds_no_mirror_image(int from, double hertz) =>
        Assert.InRange(Tones.Amplitude(Tones.Sine(hertz, from).Resample(16_000), from - hertz), 0, 1e-4);

    [Fact]
    public void The_sound_stays_where_it_is_in_time()
    {
        var low = Tones.Sine(500, 48_000).Resample(16_000);

        var expected = Tones.Sine(500, 16_000);
        Assert.Equal(expected.Samples.Length, low.Samples.Length);
        Assert.Equal(expected.Samples[1000..3000], low.Samples[1000..3000], (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void A_constant_stays_and_the_length_is_rounded_up() =>
        Gen.Select(Gen.Int[1_000, 100_000], Gen.Int[1_000, 100_000]).Sample(
            (from, to) =>
            {
                var sound = new Waveform(from, [.. Enumerable.Repeat(1f, 2_000)]).Resample(to);
                var middle = sound.Samples[sound.Samples.Length / 2];
                return sound.Samples.Length == ((2_000L * to) + from - 1) / from && (from > 5 * to || Math.Abs(middle - 1) < 1e-5);
            },
            iter: 30);

    [Fact]
    public void The_same_rate_is_no_change()
    {
        var sound = Tones.Sine(500, 16_000);

        Assert.Same(sound.Samples, sound.Resample(16_000).Samples);
    }
}
