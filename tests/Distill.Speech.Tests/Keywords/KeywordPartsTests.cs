using System.Text;
using Distill.Data;
using Distill.Runs;
using Distill.Speech.Keywords;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Audio;

namespace Distill.Speech.Tests.Keywords;

/// <summary>Sets as people lay them out: which recordings are trained on, which measure, and what is said of the rest.</summary>
public sealed class KeywordPartsTests : IDisposable
{
    private static readonly short[] Samples = [.. Enumerable.Range(0, 800).Select(i => (short)(i * i % 1_000))];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train", "test")]
    [InlineData("Training", "Testing")]
    [InlineData("sounds/TRAIN", "sounds/Test")]
    [InlineData("train", "valid")]
    [InlineData("train", "validation")]
    public void Folders_of_parts_divide_the_recordings(string train, string test)
    {
        Write($"{train}/no/1.wav", $"{train}/no/2.wav", $"{train}/yes/3.wav", $"{test}/no/4.wav", $"{test}/yes/5.wav");

        var opened = Open();

        Assert.Equal(["no", "yes"], opened.Train.Examples.ClassNames);
        Assert.Equal([$"{train}/no/1.wav", $"{train}/no/2.wav", $"{train}/yes/3.wav"], Names(opened.Train));
        Assert.Equal([$"{test}/no/4.wav", $"{test}/yes/5.wav"], Names(opened.Test!));
        Assert.Equal(($"the folder '{train}'", $"the folder '{test}'"), (opened.Train.RecognisedBy, opened.Test!.RecognisedBy));
        Assert.Empty(opened.LeftOut);
    }

    [Fact]
    public void Parts_may_lie_within_each_word()
    {
        Write("no/train/1.wav", "no/test/2.wav", "yes/train/3.wav", "yes/test/4.wav");

        var opened = Open();

        Assert.Equal(["no", "yes"], opened.Train.Examples.ClassNames);
        Assert.Equal(["no/train/1.wav", "yes/train/3.wav"], Names(opened.Train));
        Assert.Equal(["no/test/2.wav", "yes/test/4.wav"], Names(opened.Test!));
    }

    [Fact]
    public void What_is_for_choices_is_trained_on_where_there_is_a_test_part()
    {
        Write("train/no/1.wav", "train/yes/1.wav", "val/no/2.wav", "test/no/3.wav", "test/yes/3.wav");

        var opened = Open();

        Assert.Equal((3, 2), (opened.Train.Examples.Count, opened.Test!.Examples.Count));
        Assert.Equal("the folder 'train' and the folder 'val'", opened.Train.RecognisedBy);
        Assert.Equal(["val/no/2.wav"], Names(Open("val").Test!));
    }

    [Fact]
    public void A_test_folder_without_words_is_left_out_and_said()
    {
        Write("train/audio/no/1.wav", "train/audio/yes/2.wav", "train/audio/no/3.wav", "test/audio/a.wav", "test/audio/b.wav");

        var opened = Open();

        Assert.Contains(new LeftOut("recordings in 'test', which have no labels", 2, "test/audio/a.wav"), opened.LeftOut);
        Assert.Equal(3, opened.Train.Examples.Count + opened.Test!.Examples.Count);
    }

    [Fact]
    public void A_word_of_the_test_part_alone_is_refused()
    {
        Write("train/no/1.wav", "train/yes/1.wav", "test/no/3.wav", "test/yess/3.wav");

        Assert.Contains("'yess' (1, first test/yess/3.wav) Did you mean 'yes'?", Assert.Throws<DistillException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lists_of_Speech_Commands_are_read_and_the_rest_is_trained_on()
    {
        Write(
            "no/a1_nohash_0.wav", "no/a1_nohash_1.wav", "no/b2_nohash_0.wav", "no/c3_nohash_0.wav", "yes/a1_nohash_0.wav", "yes/b2_nohash_0.wav", "yes/c3_nohash_0.wav",
            "_background_noise_/rain.wav", "_background_noise_/wind.wav");
        folder.Write("testing_list.txt", "no/b2_nohash_0.wav\nyes/b2_nohash_0.wav\n"u8.ToArray());
        folder.Write("validation_list.txt", "no/c3_nohash_0.wav\n"u8.ToArray());
        folder.Write("README.md", [1]);

        var opened = Open();

        Assert.Equal(["no/b2_nohash_0.wav", "yes/b2_nohash_0.wav"], Names(opened.Test!));
        Assert.Equal(5, opened.Train.Examples.Count);
        Assert.Equal("the list testing_list.txt", opened.Test!.RecognisedBy);
        Assert.Contains("testing_list.txt", opened.Train.RecognisedBy, StringComparison.Ordinal);
        Assert.Equal(["a1", "a1", "c3", "a1", "c3"], Recordings(opened.Train).Select(recording => recording.Speaker));
        Assert.Equal(
            [("recordings in folders that begin with an underscore, which are no words", 2, "_background_noise_/rain.wav"), ("files that are no recordings (.md)", 1, "README.md")],
            opened.LeftOut.Select(left => (left.Reason, left.Count, left.First)));
    }

    [Fact]
    public void Lists_may_lie_elsewhere_than_their_paths_start()
    {
        Write("train/audio/no/1.wav", "train/audio/no/2.wav", "train/audio/yes/3.wav");
        folder.Write("train/testing_list.txt", "no/2.wav\r\n"u8.ToArray());

        Assert.Equal(["train/audio/no/2.wav"], Names(Open().Test!));
    }

    [Fact]
    public void What_no_list_names_is_said()
    {
        Write("no/1.wav", "no/2.wav", "yes/3.wav", "yes/4.wav");
        folder.Write("train.csv", "file,speaker,word\nno/1.wav,anna,no\nyes/3.wav,ben,yes\n"u8.ToArray());
        folder.Write("test.csv", "file,speaker,word\nno/2.wav,carl,no\n"u8.ToArray());

        var opened = Open();

        Assert.Equal((2, 1), (opened.Train.Examples.Count, opened.Test!.Examples.Count));
        Assert.Equal([new LeftOut("recordings that no list names", 1, "yes/4.wav")], opened.LeftOut);
    }

    [Fact]
    public void Sounds_of_other_kinds_are_counted_and_a_word_of_none_is_named()
    {
        Write("no/1.wav", "no/2.WAVE", "yes/3.wav", "yes/4.wav", "yes/5.wav");
        foreach (var name in new[] { "no/a.mp3", "no/b.MP3", "only/c.flac", "only/d.flac", "notes.txt", ".DS_Store", "Thumbs.db" })
        {
            folder.Write(name, [1]);
        }

        var opened = Open();

        Assert.Equal(5, opened.Train.Examples.Count + opened.Test!.Examples.Count);
        Assert.Equal(
            [("sounds of a kind that is not read (.mp3)", 2, "no/a.mp3"), ("sounds of a kind that is not read (.flac)", 2, "only/c.flac"), ("files that are no recordings (.txt)", 1, "notes.txt")],
            opened.LeftOut.Select(left => (left.Reason, left.Count, left.First)));
        Assert.Equal(["None of the 2 sounds in the folder 'only' is read: they are .flac. Convert them to WAV, else that word is missing."], opened.Warnings);
    }

    [Fact]
    public void Sounds_that_are_not_read_alone_are_named()
    {
        folder.Write("yes/a.flac", [1]);
        folder.Write("no/b.opus", [1]);

        Assert.True(RecordingSet.IsAt(folder.Path));
        var message = Assert.Throws<DistillException>(() => Open()).Message;
        Assert.Contains("1 .opus, 1 .flac. Convert them to WAV", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_damaged_recordings_are_told_at_once_or_left_out()
    {
        Write("no/1.wav", "no/2.wav", "yes/3.wav", "yes/4.wav");
        folder.Write("no/empty.wav", []);
        folder.Write("yes/flac.wav", [.. "fLaC"u8, .. new byte[20]]);
        folder.Write("yes/short.wav", Wav.Plain(1, 2, 3));

        var error = Assert.Throws<DistillException>(() => Open());
        Assert.Contains("3 recordings of", error.Message, StringComparison.Ordinal);
        Assert.All(["no/empty.wav", "yes/flac.wav is not a WAV file: it is FLAC", "yes/short.wav has 3 samples"], told => Assert.Contains(told, error.Message, StringComparison.Ordinal));
        Assert.Equal([new Remedy("KeywordOptions", "SkipDamaged")], error.Remedies);

        var opened = KeywordSet.Divided(RecordingSet.Open(folder.Path), new KeywordOptions { SkipDamaged = true });
        Assert.Equal(4, opened.Train.Examples.Count + opened.Test!.Examples.Count);
        Assert.Equal([new LeftOut("recordings that are damaged or too short", 3, "no/empty.wav")], opened.LeftOut);
    }

    [Fact]
    public void Silence_and_channels_that_cancel_each_other_are_said()
    {
        Write("no/1.wav", "no/2.wav", "yes/3.wav");
        folder.Write("yes/silent.wav", Wav.Plain(new short[800]));
        folder.Write("yes/opposite.wav", Wav.File(Wav.Format(Wav.Pcm, 2, 16_000, 16), Wav.Chunk("data", [.. Samples.SelectMany(sample => Wav.Number(sample, 2).Concat(Wav.Number(-sample, 2)))])));
        folder.Write("yes/stereo.wav", Wav.File(Wav.Format(Wav.Pcm, 2, 16_000, 16), Wav.Chunk("data", [.. Samples.SelectMany(sample => Wav.Number(sample, 2).Concat(Wav.Number(0, 2)))])));

        Assert.Equal(
            [
                "The recording yes/silent.wav has no sound at all: its samples are all the same.",
                "The recording yes/opposite.wav has channels that cancel each other out when they are averaged, so that next to nothing is heard. Keep one channel of it.",
            ],
            Open().Warnings);
    }

    [Fact]
    public void Names_are_composed_and_links_to_folders_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links to folders need a right of their own");
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("1.wav", Wav.Plain(Samples));
        elsewhere.Write("2.wav", Wav.Plain(Samples));
        Write("cafe\u0301/1.wav", "no/1.wav", "no/2.wav");
        Directory.CreateSymbolicLink(folder.File("yes"), elsewhere.Path);
        folder.Write("test.csv", Encoding.UTF8.GetBytes("yes/2.wav,yes\nno/2.wav,no\n"));

        var opened = Open();

        Assert.Equal(["caf\u00e9", "no", "yes"], opened.Train.Examples.ClassNames);
        Assert.Equal(["no/2.wav", "yes/2.wav"], Names(opened.Test!));
        Assert.Equal("yes/2.wav", ((IExampleNames)opened.Test!.Examples.Source).NameOf(opened.Test.Examples.Row(1)));
    }

    private OpenedData Open(string? testPart = null) => KeywordSet.Divided(RecordingSet.Open(folder.Path, testPart: testPart));

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            folder.Write(name, Wav.Plain(Samples));
        }
    }

    private static IEnumerable<Recording> Recordings(DataPart part) =>
        Enumerable.Range(0, part.Examples.Count).Select(i => ((KeywordSource)part.Examples.Source).Recordings[(int)part.Examples.Row(i)]);

    private static string[] Names(DataPart part) => [.. Recordings(part).Select(recording => recording.Name)];
}
