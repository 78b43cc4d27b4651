using CsCheck;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Features;
using Distill.Speech.Tests.Audio;

namespace Distill.Speech.Tests.Features;

public sealed class FilterbankTests
{
    private static readonly Filterbank Default = new();

    [Fact]
    public void Noise_has_the_coefficients_of_the_definition() => AssertAgree(Noise(3_000, seed: 1), 1e-4);

    [Fact]
    public void Speech_like_sound_has_the_coefficients_of_the_definition()
    {
        var random = new SeededRandom(2);
        AssertAgree(
            [.. Enumerable.Range(0, 2_000).Select(i => (float)(
                (0.3 * Math.Sin(2 * Math.PI * 220 * i / 16_000)) + (0.1 * Math.Sin(2 * Math.PI * 2_300 * i / 16_000)) + (1e-3 * (random.NextDouble() - 0.5))))],
            2e-3);
    }

    [Fact]
    public void Digital_silence_has_the_logarithm_of_the_floor() =>
        Assert.All(Default.Extract(new Waveform(16_000, new float[400])).Values.ToArray(), value => Assert.Equal(Math.Log(1e-8), value, 1e-5));

    [Theory]
    [InlineData(0, 20.0)]
    [InlineData(1, 65.1)]
    [InlineData(20, 1_727.9)]
    [InlineData(41, 8_000.0)]
    public void Edges_lie_where_a_calculator_puts_them(int edge, double hertz) => Assert.Equal(hertz, NaiveFilterbank.Edges()[edge], 0.05);

    [Fact]
    public void A_tone_is_loudest_in_the_filter_around_it()
    {
        var edges = NaiveFilterbank.Edges();
        for (var filter = 3; filter < 40; filter++)
        {
            var frame = Default.Extract(Tones.Sine(edges[filter + 1], 16_000))[3].ToArray();
            Assert.InRange(Array.IndexOf(frame, frame.Max()), filter - 1, filter + 1);
        }
    }

    [Fact]
    public void Louder_sound_raises_every_coefficient_by_twice_the_logarithm() =>
        Gen.Select(Gen.Double[0.1, 10], Gen.Long).Sample(
            (gain, seed) =>
            {
                var sound = Noise(560, seed);
                var (quiet, loud) = (Extract(sound), Extract([.. sound.Select(sample => (float)(gain * sample))]));
                return quiet.Zip(loud).All(pair => Math.Abs(pair.Second - pair.First - (2 * Math.Log(gain))) < 1e-3);
            },
            iter: 30);

    [Fact]
    public void Sound_that_comes_a_shift_later_has_the_same_frames_one_later()
    {
        var sound = Noise(4_000, seed: 3);

        var (early, late) = (Extract(sound), Extract([.. Noise(160, seed: 4), .. sound]));

        Assert.Equal(early[40..], late[80..]);
    }

    [Theory]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    [InlineData(559, 1)]
    [InlineData(560, 2)]
    [InlineData(16_000, 98)]
    public void Frames_are_whole_windows(int samples, int frames) => Assert.Equal(frames, Default.FrameCount(samples));

    [Fact]
    public void Sound_that_does_not_fit_is_refused()
    {
        Assert.Contains("Resample", Assert.Throws<DistillException>(() => Default.Extract(new Waveform(8_000, new float[800]))).Message, StringComparison.Ordinal);
        Assert.Contains("one window takes 400", Assert.Throws<DistillException>(() => Default.Extract(new Waveform(16_000, new float[399]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named_together()
    {
        var error = Assert.Throws<DistillException>(() => new Filterbank(new FilterbankOptions { Filters = 0, HighHz = 9_000, PreEmphasis = double.NaN }));

        Assert.All(["filters is 0", "highHz are 20 and 9000", "preEmphasis is NaN"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.Contains("fewer filters", Assert.Throws<DistillException>(() => new Filterbank(new FilterbankOptions { Filters = 200 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_memory_is_taken_for_a_frame_but_its_coefficients()
    {
        var (shorter, longer) = (new Waveform(16_000, new float[160_000]), new Waveform(16_000, new float[320_000]));
        var (once, twice) = (Allocated(shorter), Allocated(longer));

        // The second ten seconds take their samples after pre-emphasis, and 40 numbers a frame. A collection in between counts the rest
        // of a thread's 8 KiB as taken; the smallest object for each of the 1,000 frames would be 24,000 bytes.
        Assert.InRange(twice - once, 0, (160_000 * 4) + (1_000 * 40 * 4) + 16_000);
    }

    private static long Allocated(Waveform sound)
    {
        Default.Extract(sound);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Default.Extract(sound);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertAgree(float[] sound, double tolerance) =>
        Assert.Equal(
            NaiveFilterbank.Extract(sound).SelectMany(frame => frame), Extract(sound).Select(value => (double)value), (a, b) => Math.Abs(a - b) < tolerance);

    private static float[] Extract(float[] sound) => Default.Extract(new Waveform(16_000, sound)).Values.ToArray();

    private static float[] Noise(int samples, long seed)
    {
        var random = new SeededRandom(seed);
        var sound = new float[samples];
        foreach (ref var sample in sound.AsSpan())
        {
            sample = (float)(random.NextDouble() - 0.5);
        }

        return sound;
    }
}
