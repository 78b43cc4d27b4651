using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Features;
using Distill.Speech.Keywords;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Recordings;

namespace Distill.Speech.Tests.Keywords;

public sealed class KeywordSourceTests
{
    private static readonly string[] Words = [.. ToneWords.Words.Take(2)];

    [Fact]
    public void A_clip_of_the_whole_length_is_its_normalised_coefficients()
    {
        var noise = Noise(16_000, seed: 1);
        var source = Source(new() { }, noise);

        Assert.Equal((new ExampleShape(1, 98, 40), ElementType.Real, 1), (source.Shape, source.ElementType, source.Count));
        var frames = new Filterbank().Extract(noise);
        var image = Image(source, 0);
        for (var column = 0; column < 40; column++)
        {
            double[] own = [.. Enumerable.Range(0, 98).Select(frame => (double)frames[frame][column])];
            var mean = own.Average();
            var deviation = Math.Sqrt(own.Average(value => (value - mean) * (value - mean)));
            for (var frame = 0; frame < 98; frame++)
            {
                Assert.Equal((own[frame] - mean) / deviation, image[(frame * 40) + column], 1e-3);
            }
        }
    }

    [Fact]
    public void A_shorter_clip_lies_in_the_middle_of_zeros()
    {
        var image = Image(Source(new(), Noise(16_000 / 2, seed: 2)), 0);

        // 48 frames of 98: 25 before and 25 after.
        var silent = Enumerable.Range(0, 98).Select(frame => image.AsSpan(frame * 40, 40).IndexOfAnyExcept(0f) < 0);
        Assert.Equal([.. Enumerable.Repeat(true, 25), .. Enumerable.Repeat(false, 48), .. Enumerable.Repeat(true, 25)], silent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4_000)]
    [InlineData(8_000)]
    public void A_longer_clip_is_cut_to_its_loudest_stretch(int start)
    {
        var options = new KeywordOptions { Seconds = 0.25 };
        var loud = Noise(4_000, seed: 3).Samples;
        // A constant is no energy, however large.
        var samples = Enumerable.Repeat(0.5f, 12_000).ToArray();
        for (var i = 0; i < loud.Length; i++)
        {
            samples[start + i] += loud[i];
        }

        var cut = Image(Source(options, new Waveform(16_000, samples)), 0);

        var alone = Image(Source(options, new Waveform(16_000, samples[start..(start + 4_000)])), 0);
        Assert.Equal(alone, cut);
    }

    [Fact]
    public void Sounds_of_another_rate_are_resampled()
    {
        var source = Source(new(), new Waveform(48_000, Noise(48_000, seed: 4).Samples));

        Assert.True(Image(source, 0).AsSpan(0, 40).IndexOfAnyExcept(0f) >= 0);
    }

    [Fact]
    public void The_fingerprint_covers_sounds_labels_and_order()
    {
        var clips = Clips.Of(words: 2, speakers: [1], takes: 2);
        Clip[] other = [.. clips.Select(clip => clip with { Recording = clip.Recording with { Word = 1 - clip.Recording.Word } })];

        var fingerprint = new KeywordSource("a", clips, Words).Fingerprint;

        Assert.Equal(fingerprint, new KeywordSource("b", clips, Words).Fingerprint);
        Assert.NotEqual(fingerprint, new KeywordSource("a", other, Words).Fingerprint);
        Assert.NotEqual(fingerprint, new KeywordSource("a", clips.Reverse(), Words).Fingerprint);
        Assert.NotEqual(fingerprint, new KeywordSource("a", clips, Words, new() { Seconds = 0.9 }).Fingerprint);
    }

    [Fact]
    public void Labels_and_recordings_come_in_the_order_of_the_clips()
    {
        var clips = Clips.Of(words: 2, speakers: [1, 2], takes: 1);
        clips[2] = clips[2] with { Recording = clips[2].Recording with { Word = -1 } };
        var source = new KeywordSource("x", clips, Words);

        Assert.Equal([0, 1, -1, 1], new ExampleView(source).Labels());
        Assert.Equal(clips.Select(clip => clip.Recording), source.Recordings);
        Assert.Equal(Words, source.ClassNames);
    }

    [Fact]
    public void What_cannot_be_seen_is_refused()
    {
        Assert.Contains("a/1.wav has 399 samples at 16000 a second; one window takes 400", Error(() => Source(new(), Noise(399, 1))), StringComparison.Ordinal);
        Assert.Contains("seconds is 0.01; expected one window (0.025) to 60", Error(() => Source(new() { Seconds = 0.01 })), StringComparison.Ordinal);
        Assert.Contains("seconds is NaN", Error(() => Source(new() { Seconds = double.NaN })), StringComparison.Ordinal);
        Assert.Contains("filters is 0", Error(() => Source(new() { Filterbank = new() { Filters = 0 } })), StringComparison.Ordinal);
    }

    private static string Error(Action work) => Assert.Throws<DistillException>(work).Message;

    private static KeywordSource Source(KeywordOptions options, params Waveform[] sounds) =>
        new("x", sounds.Select(sound => new Clip(new Recording("a/1.wav", 0, "s", null), sound)), Words, options);

    private static Waveform Noise(int samples, long seed)
    {
        var random = new SeededRandom(seed);
        var values = new float[samples];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)(random.NextDouble() - 0.5);
        }

        return new Waveform(16_000, values);
    }

    private static float[] Image(KeywordSource source, long row)
    {
        var bytes = new byte[source.Shape.Size * sizeof(float)];
        source.CopyExamples([row], bytes);
        return [.. MemoryMarshal.Cast<byte, float>(bytes)];
    }
}
