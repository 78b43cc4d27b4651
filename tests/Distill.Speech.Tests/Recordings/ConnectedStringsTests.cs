using CsCheck;
using Distill.Runs;
using Distill.Speech.Audio;
using Distill.Speech.Recordings;

namespace Distill.Speech.Tests.Recordings;

public sealed class ConnectedStringsTests
{
    private static readonly Clip[] TwoSpeakers = Clips.Of(words: 3, speakers: [1, 2], takes: 2);

    [Fact]
    public void Each_clip_is_in_one_string_of_its_speaker_and_strings_have_three_to_seven_words() =>
        Gen.Select(Gen.Int[3, 40], Gen.Int[3, 40], Gen.Long).Sample(
            (first, second, seed) =>
            {
                var clips = Enumerable.Range(0, first + second).Select(number => Short(number, number < first ? "a" : "b")).ToArray();
                var strings = ConnectedStrings.Build(clips, new ConnectedOptions { Seed = seed });
                return strings.All(words => words.Words.Count is >= 3 and <= 7)
                    && strings.SelectMany(words => words.Name.Split(" + ")).Order().SequenceEqual(clips.Select(clip => clip.Recording.Name).Order())
                    && strings.All(words => words.Name.Split(" + ").Select(int.Parse).SequenceEqual(words.Words) && words.Words.All(word => word < first == (words.Speaker == "a")));
            },
            iter: 100);

    [Fact]
    public void Silences_are_as_long_as_the_options_say_and_quiet()
    {
        var options = new ConnectedOptions { ShortestSilence = 0.1, LongestSilence = 0.2 };
        foreach (var words in ConnectedStrings.Build(TwoSpeakers, options))
        {
            var clips = words.Name.Split(" + ").Select(name => TwoSpeakers.Single(clip => clip.Recording.Name == name)).ToArray();
            var silence = words.Sound.Samples.Length - clips.Sum(clip => clip.Sound.Samples.Length);
            Assert.InRange((double)silence / ToneWords.Rate / (clips.Length + 1), 0.099, 0.2);
            // Their noise has amplitude 0.005, their tones 0.3.
            var start = words.Sound.Samples.AsSpan(0, ToneWords.Rate / 10).ToArray();
            Assert.InRange(start.Max(Math.Abs), 1e-6, 0.006);
        }
    }

    [Fact]
    public void Equal_seeds_give_equal_strings_and_others_give_others()
    {
        var first = ConnectedStrings.Build(TwoSpeakers, new ConnectedOptions { Seed = 5 });

        Assert.Equal(first.Select(words => words.Sound.Samples), ConnectedStrings.Build(TwoSpeakers, new ConnectedOptions { Seed = 5 }).Select(words => words.Sound.Samples));
        Assert.NotEqual(first.Select(words => words.Name), ConnectedStrings.Build(TwoSpeakers, new ConnectedOptions { Seed = 6 }).Select(words => words.Name));
    }

    [Fact]
    public void What_cannot_be_joined_is_refused()
    {
        Assert.Contains("Speaker a has 2 clips", Error([Short(0, "a"), Short(1, "a")], new()), StringComparison.Ordinal);
        Assert.Contains("Resample", Error([Short(0, "a"), Short(1, "a") with { Sound = new Waveform(8_000, []) }], new()), StringComparison.Ordinal);
        Assert.Contains("mostWords are 3 and 4", Error([], new() { MostWords = 4 }), StringComparison.Ordinal);
        Assert.Contains("longestSilence are 2 and 1", Error([], new() { ShortestSilence = 2, LongestSilence = 1 }), StringComparison.Ordinal);
    }

    private static string Error(Clip[] clips, ConnectedOptions options) => Assert.Throws<DistillException>(() => ConnectedStrings.Build(clips, options)).Message;

    private static Clip Short(int number, string speaker) => new(new Recording($"{number}", number, speaker, null), new Waveform(ToneWords.Rate, [0.1f, 0.2f]));
}
