using Distill.Data;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Audio;

namespace Distill.Speech.Tests.Keywords;

public sealed class KeywordSetTests
{
    private static readonly byte[] Sound = Wav.Plain([.. Enumerable.Range(0, 800).Select(i => (short)(i * i % 1_000))]);

    [Fact]
    public void Training_and_validation_lists_are_the_training_part()
    {
        var (train, test) = Views(KeywordSet.Divided(RecordingSet.Open(KnownRecordings.ToneWords)));

        Assert.Equal((288, 72, "tone-words/train", "tone-words/test"), (train.Count, test.Count, train.Name, test.Name));
        Assert.Equal(ToneWords.Words, train.ClassNames);
        Assert.All(train.ClassCounts().Concat(test.ClassCounts().Select(count => count * 4)), count => Assert.Equal(48, count));
        Assert.Equal(["s8", "s9"], Speakers(test));
        Assert.Equal(8, Speakers(train).Length);
    }

    [Fact]
    public void Without_lists_whole_speakers_are_drawn_always_the_same()
    {
        using var folder = new TemporaryFolder();
        var set = Write(folder, from speaker in Enumerable.Range(0, 10) from word in new[] { "no", "yes" } from take in new[] { 1, 2 } select $"{word}/s{speaker}_{take}.wav");

        var (train, test) = Views(KeywordSet.Divided(set));

        Assert.Equal((32, 8), (train.Count, test.Count));
        Assert.Equal(2, Speakers(test).Length);
        Assert.Empty(Speakers(train).Intersect(Speakers(test)));
        Assert.Equal(test.Fingerprint, KeywordSet.Divided(set).Test!.Examples.Fingerprint);
        Assert.Equal(train.Fingerprint, KeywordSet.Divided(set).Train.Examples.Fingerprint);
    }

    [Fact]
    public void Names_that_begin_with_the_word_are_no_speakers()
    {
        using var folder = new TemporaryFolder();
        var set = Write(folder, from word in new[] { "no", "stop", "yes" } from take in Enumerable.Range(1, 10) select $"{word}/{word}_{take}.wav");

        var (train, test) = Views(KeywordSet.Divided(set));

        Assert.Equal([8, 8, 8], train.ClassCounts());
        Assert.Equal([2, 2, 2], test.ClassCounts());
    }

    [Fact]
    public void Clips_of_nobody_known_are_drawn_word_by_word()
    {
        using var folder = new TemporaryFolder();
        var set = Write(folder, from word in new[] { "no", "yes" } from take in Enumerable.Range(1, 5) select $"{word}/{take}.wav");

        Assert.Equal([1, 1], KeywordSet.Divided(set).Test!.Examples.ClassCounts());
    }

    [Fact]
    public void Where_there_are_lists_only_what_they_name_is_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.csv", "no/1.wav,no\nyes/1.wav,yes\n"u8.ToArray());
        folder.Write("test.csv", "no/2.wav,no\n"u8.ToArray());
        var set = Write(folder, from word in new[] { "no", "yes" } from take in new[] { 1, 2 } select $"{word}/{take}.wav");

        var (train, test) = Views(KeywordSet.Divided(set));

        Assert.Equal([1, 1], train.ClassCounts());
        Assert.Equal([1, 0], test.ClassCounts());
    }

    [Fact]
    public void A_models_words_may_be_more_but_not_fewer()
    {
        using var folder = new TemporaryFolder();
        var set = Write(folder, from word in new[] { "no", "yes" } from take in Enumerable.Range(1, 5) select $"{word}/{take}.wav");

        Assert.Equal([0, 4, 4], KeywordSet.Divided(set, words: ["stop", "yes", "no"]).Train.Examples.ClassCounts());
        Assert.Contains(
            "has the word 'yes'; expected no, stop", Assert.Throws<DistillException>(() => KeywordSet.Divided(set, words: ["no", "stop"])).Message, StringComparison.Ordinal);
        Assert.Equal([-1, -1, -1, -1, -1, 0, 0, 0, 0, 0], new ExampleView(KeywordSet.Whole(set, ["yes"])).Labels());
    }

    [Fact]
    public void One_file_or_a_folder_without_words_opens_as_clips()
    {
        using var folder = new TemporaryFolder();
        var single = folder.Write("_inbox/a.wav", Sound);
        folder.Write("_inbox/b.wav", Sound);

        Assert.Equal("inbox", Assert.Single(RecordingSet.OpenClips(single).Words));
        Assert.Equal(["inbox/a.wav", "inbox/b.wav"], RecordingSet.OpenClips(folder.File("_inbox")).Recordings.Select(recording => recording.Name));
        Assert.Equal(2, RecordingSet.OpenClips(folder.File("_inbox")).Read().Count());
        Assert.True(RecordingSet.IsAt(folder.File("_inbox")));
        Assert.False(RecordingSet.IsAt(single));
        folder.Write("photos/a.png", [1]);
        folder.Write("photos/noise.wav", Sound);
        Assert.False(RecordingSet.IsAt(folder.File("photos")));
    }

    private static RecordingSet Write(TemporaryFolder folder, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            folder.Write(name, Sound);
        }

        return RecordingSet.Open(folder.Path);
    }

    private static string[] Speakers(ExampleView view) =>
        [.. Enumerable.Range(0, view.Count).Select(i => ((KeywordSource)view.Source).Recordings[(int)view.Row(i)].Speaker).Distinct().Order(StringComparer.Ordinal)];

    private static (ExampleView Train, ExampleView Test) Views(OpenedData opened) => (opened.Train.Examples, opened.Test!.Examples);
}
