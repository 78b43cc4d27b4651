using System.Formats.Tar;
using System.Text;
using Distill.Data.Sets;
using Distill.Runs;
using Distill.Speech.Recordings;
using Distill.Speech.Tests.Audio;

namespace Distill.Speech.Tests.Recordings;

public sealed class RecordingSetTests
{
    private static readonly (string Name, byte[] Bytes)[] Divided =
    [
        ("set/dataset/yes/0001_NO_01.wav", Wav.Plain(1, 2)), ("set/dataset/yes/0002_NO_01.wav", Wav.Plain(3, 4)), ("set/dataset/no/0003_NO_10.wav", Wav.Plain(5, 6)),
        ("set/train.csv", Encoding.ASCII.GetBytes("file,class\ndataset/yes/0001_NO_01.wav,yes\n")),
        ("set/val.csv", Encoding.ASCII.GetBytes("file,class\ndataset/yes/0002_NO_01.wav,yes\n")),
        ("set/test.csv", Encoding.ASCII.GetBytes("file,class\ndataset/no/0003_NO_10.wav,no\n")),
    ];

    [Fact]
    public void An_archive_is_divided_by_its_lists()
    {
        using var folder = new TemporaryFolder();
        var set = RecordingSet.Open(folder.Write("set.tar.gz", TestFiles.Gzip(Tar(Divided))));

        Assert.Equal(["no", "yes"], set.Words);
        Assert.Equal(
            [(0, "0003", RecordingPart.Test), (1, "0001", RecordingPart.Train), (1, "0002", RecordingPart.Validation)],
            set.Recordings.Select(recording => (recording.Word, recording.Speaker, recording.Part!.Value)));
        var clip = Assert.Single(set.Read(RecordingPart.Validation));
        Assert.Equal(("set/dataset/yes/0002_NO_01.wav", 3 / 32768f), (clip.Recording.Name, clip.Sound.Samples[0]));
        Assert.Equal(3, set.Read().Count());
    }

    [Fact]
    public void A_folder_of_words_needs_no_lists_and_each_unnamed_speaker_is_another()
    {
        using var folder = new TemporaryFolder();
        folder.Write("stop/hello.wav", Wav.Plain(1));
        folder.Write("stop/a1b2_nohash_0.WAV", Wav.Plain(1));
        folder.Write("go/my_take.wav", Wav.Plain(1));
        folder.Write("go/notes.txt", [1]);
        folder.Write("go/.hidden.wav", [1]);
        folder.Write("_background_noise_/rain.wav", [1]);

        var set = RecordingSet.Open(folder.Path);

        Assert.Equal(["go", "stop"], set.Words);
        Assert.Equal(["go/my_take.wav", "a1b2", "stop/hello.wav"], set.Recordings.Select(recording => recording.Speaker));
        Assert.All(set.Recordings, recording => Assert.Null(recording.Part));
        Assert.Empty(set.Read(RecordingPart.Train));
    }

    [Fact]
    public void Recordings_come_at_the_rate_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/1.wav", Wav.File(Wav.Format(Wav.Pcm, 2, 48_000, 16), Wav.Chunk("data", new byte[4 * 480])));

        Assert.Equal((16_000, 160), RecordingSet.Open(folder.Path).Read().Select(clip => (clip.Sound.Rate, clip.Sound.Samples.Length)).Single());
    }

    [Theory]
    [InlineData("names set/dataset/yes/0009.wav, which is not there", "set/train.csv", "dataset/yes/0009.wav,yes\n")]
    [InlineData("says that set/dataset/yes/0001_NO_01.wav is 'no', its folder that it is 'yes'", "set/train.csv", "dataset/yes/0001_NO_01.wav,no\n")]
    [InlineData("is named a second time", "set/train.csv", "dataset/no/0003_NO_10.wav,no\n")]
    [InlineData("line 2: expected a file and its word", "set/train.csv", "dataset/yes/0001_NO_01.wav,yes\ndataset/yes/0002_NO_01.wav\n")]
    [InlineData("lies outside the folders of words", "lost.wav", "")]
    public void A_layout_that_makes_no_sense_is_refused(string message, string file, string content)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, bytes) in Divided.Where(other => other.Name != file).Append((file, Encoding.ASCII.GetBytes(content))))
        {
            folder.Write(name, bytes);
        }

        Assert.Contains(message, Assert.Throws<DistillException>(() => RecordingSet.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_damaged_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("empty"));
        folder.Write("words/yes/bad.wav", [1, 2, 3]);
        var options = new CatalogueOptions { CacheFolder = folder.File("cache"), DataFolder = folder.File("data") };

        Assert.Contains("has no recordings", Error(() => RecordingSet.Open(folder.File("empty"))), StringComparison.Ordinal);
        Assert.Contains("yes/bad.wav is not a WAV file", Error(() => _ = RecordingSet.Open(folder.File("words")).Read().Count()), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'arabic-speech-commands'?", Error(() => RecordingSet.Open("arabic-speech-command", options)), StringComparison.Ordinal);
        Assert.Contains(folder.File("data"), Error(() => RecordingSet.Open(KnownRecordings.ArabicSpeechCommands, options)), StringComparison.Ordinal);
        folder.Write("data/arabic-speech-commands-20.tar.gz", [1]);
        Assert.Contains("wrong bytes", Error(() => RecordingSet.Open(KnownRecordings.ArabicSpeechCommands, options)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_known_set_opens()
    {
        var data = Environment.GetEnvironmentVariable("DISTILL_DATA");
        Assert.SkipWhen(data is null || !File.Exists(Path.Combine(data, "arabic-speech-commands-20.tar.gz")), "DISTILL_DATA has no Arabic Speech Commands");
        using var folder = new TemporaryFolder();

        var set = RecordingSet.Open(KnownRecordings.ArabicSpeechCommands, new CatalogueOptions { CacheFolder = folder.Path });

        Assert.Equal((20, 6_000), (set.Words.Count, set.Recordings.Count));
        Assert.Equal([3_600, 1_200, 1_200], Enum.GetValues<RecordingPart>().Select(part => set.Recordings.Count(recording => recording.Part == part)));
        Assert.Equal([18, 6, 6], Enum.GetValues<RecordingPart>().Select(part => set.Recordings.Where(recording => recording.Part == part).DistinctBy(recording => recording.Speaker).Count()));
        Assert.Equal(30, set.Recordings.DistinctBy(recording => recording.Speaker).Count());
        Assert.All(set.Read().Take(20), clip => Assert.Equal((16_000, 16_000), (clip.Sound.Rate, clip.Sound.Samples.Length)));
    }

    private static string Error(Action work) => Assert.Throws<DistillException>(work).Message;

    private static byte[] Tar((string Name, byte[] Bytes)[] files)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
            }
        }

        return packed.ToArray();
    }
}
