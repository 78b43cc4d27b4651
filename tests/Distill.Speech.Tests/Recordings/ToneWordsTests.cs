using Distill.Data.Sets;
using Distill.Speech.Recordings;

namespace Distill.Speech.Tests.Recordings;

public sealed class ToneWordsTests
{
    [Fact]
    public void The_built_in_set_opens_without_files_and_no_speaker_is_in_two_parts()
    {
        using var folder = new TemporaryFolder();
        var nowhere = new CatalogueOptions { CacheFolder = folder.File("cache"), DataFolder = null };

        var set = RecordingSet.Open("Tone-Words", nowhere);

        Assert.Equal((6, 360), (set.Words.Count, set.Recordings.Count));
        Assert.Equal(ToneWords.Words, set.Words);
        RecordingPart[] parts = [RecordingPart.Train, RecordingPart.Validation, RecordingPart.Test];
        Assert.Equal([216, 72, 72], parts.Select(part => set.Recordings.Count(recording => recording.Part == part)));
        Assert.Equal(
            ["s0 s1 s2 s3 s4 s5", "s6 s7", "s8 s9"],
            parts.Select(part => string.Join(' ', set.Recordings.Where(recording => recording.Part == part).Select(recording => recording.Speaker).Distinct().Order(StringComparer.Ordinal))));
        Assert.Equal(("", ""), (KnownRecordings.Find("tone-words", nowhere), KnownRecordings.Locate("tone-words", nowhere)));
    }

    [Fact]
    public void The_list_of_known_sets_counts_its_clips()
    {
        var (set, known) = (RecordingSet.Open(KnownRecordings.ToneWords), KnownRecordings.Sets.Single(set => set.Name == KnownRecordings.ToneWords));

        var test = set.Recordings.Count(recording => recording.Part == RecordingPart.Test);
        Assert.Equal((set.Recordings.Count - test, test), (known.TrainingClips, known.TestClips));
    }

    [Fact]
    public void Clips_are_the_same_each_time_and_differ_by_word_speaker_and_take()
    {
        Clip[] first = [.. RecordingSet.Open(KnownRecordings.ToneWords).Read(RecordingPart.Test)];
        Clip[] second = [.. RecordingSet.Open(KnownRecordings.ToneWords).Read(RecordingPart.Test)];

        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First.Sound.Samples, pair.Second.Sound.Samples));
        Assert.Equal(first.Length, first.Select(clip => string.Join(' ', clip.Sound.Samples.Take(100))).Distinct().Count());
        Assert.All(first, clip => Assert.InRange(clip.Sound.Duration.TotalSeconds, 0.5, 1.05));
    }

    [Fact]
    public void A_file_holds_the_sound_to_half_a_step_of_16_bits()
    {
        var clip = RecordingSet.Open(KnownRecordings.ToneWords).Read().First(clip => clip.Recording.Name == ToneWords.Name(2, 3, 4));

        var sound = ToneWords.Sound(word: 2, speaker: 3, take: 4);
        Assert.Equal((2, "s3", sound.Rate, sound.Samples.Length), (clip.Recording.Word, clip.Recording.Speaker, clip.Sound.Rate, clip.Sound.Samples.Length));
        Assert.All(sound.Samples.Zip(clip.Sound.Samples), pair => Assert.Equal(pair.First, pair.Second, 0.501f / 32_768));
    }
}
