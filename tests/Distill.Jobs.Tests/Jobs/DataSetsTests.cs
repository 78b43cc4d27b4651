using System.IO.Compression;
using Distill.Data;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Runs;

namespace Distill.Jobs.Tests.Jobs;

public sealed class DataSetsTests
{
    // 16-bit samples at 16 kHz: 1,000 of them.
    private static readonly byte[] Sound =
    [
        .. "RIFF"u8, .. BitConverter.GetBytes(2_036), .. "WAVEfmt "u8, .. BitConverter.GetBytes(16), 1, 0, 1, 0, .. BitConverter.GetBytes(16_000),
        .. BitConverter.GetBytes(32_000), 2, 0, 16, 0, .. "data"u8, .. BitConverter.GetBytes(2_000), .. Enumerable.Range(0, 2_000).Select(i => (byte)(i * 7)),
    ];

    [Fact]
    public void A_name_of_recordings_opens_as_images_of_real_numbers()
    {
        var (train, test) = Open("Tone-Words");

        Assert.Equal((288, 72), (train.Count, test.Count));
        Assert.Equal((new ExampleShape(1, 98, 40), ElementType.Real), (train.Shape, train.ElementType));
        Assert.Equal(new ExampleShape(1, 48, 40), Open("tone-words", new DataOptions { Seconds = 0.5 }).Train.Shape);
        Assert.Equal("", DataSets.Fetch("tone-words", new() { CancellationToken = TestContext.Current.CancellationToken }));
        Assert.Contains(DataSets.List(), set => set is { Name: "tone-words", TrainingExamples: 288, TestExamples: 72, Shape: "1×98×40", Place: "built in" });
        Assert.Contains(DataSets.List(), set => set.Name == "arabic-speech-commands");
    }

    [Theory]
    [InlineData("words")]
    [InlineData("words.zip")]
    public void A_folder_or_archive_of_recordings_opens(string data)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in from word in new[] { "no", "yes" } from take in Enumerable.Range(1, 5) select $"words/{word}/{take}.wav")
        {
            folder.Write(name, Sound);
        }

        ZipFile.CreateFromDirectory(folder.File("words"), folder.File("words.zip"));
        var (train, test) = Open(folder.File(data));

        Assert.Equal(["no", "yes"], train.ClassNames);
        Assert.Equal([4, 4], train.ClassCounts());
        Assert.Equal([1, 1], test.ClassCounts());
    }

    [Fact]
    public void Damaged_recordings_that_come_beside_others_are_said()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in from word in new[] { "no", "yes" } from take in Enumerable.Range(1, 5) select $"words/{word}/{take}.wav")
        {
            folder.Write(name, Sound);
        }

        folder.Write("others/unknown/1.wav", Sound);
        folder.Write("others/unknown/2.wav", Sound[..30]);
        var (train, _) = Open(folder.File("words"));
        var said = new List<string>();
        UnlabelledBeside(new DataOptions { SkipDamaged = true });

        Assert.Contains(said, line => line.StartsWith("Left out: 1 recordings that are damaged or too short, first unknown/2.wav", StringComparison.Ordinal));
        Assert.Contains(said, line => line.StartsWith("1 unlabelled examples of ", StringComparison.Ordinal));
        Assert.Contains("2.wav", Assert.Throws<DistillException>(() => UnlabelledBeside(new())).Message, StringComparison.Ordinal);

        TransferSource? UnlabelledBeside(DataOptions reading) =>
            UnlabelledExamples.Beside(train, [folder.File("others")], variations: 0, seed: 1, reading, new() { Say = said.Add });
    }

    [Fact]
    public void What_is_no_set_is_refused_with_the_names_of_all()
    {
        using var folder = new TemporaryFolder();
        folder.Write("clip.wav", Sound);

        Assert.Contains("Did you mean 'tone-words'? Data sets are glyphs, ", Error("tone-wrods"), StringComparison.Ordinal);
        Assert.Contains(", tone-words, arabic-speech-commands, clinc150, wordnet, spamassassin.", Error("nothing-like-it"), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'fashion-mnist'?", Error("fashon-mnist"), StringComparison.Ordinal);
        Assert.Contains("clip.wav is one recording; expected a set", Error(folder.File("clip.wav")), StringComparison.Ordinal);
        Assert.Contains(
            "Did you mean 'arabic-speech-commands'?",
            Assert.Throws<DistillException>(() => DataSets.Fetch("arabic-speech", new() { CancellationToken = TestContext.Current.CancellationToken })).Message, StringComparison.Ordinal);
    }

    private static string Error(string data) => Assert.Throws<DistillException>(() => Open(data)).Message;

    private static (ExampleView Train, ExampleView Test) Open(string data, DataOptions? reading = null) =>
        DataSets.Open(data, reading ?? new(), new() { CancellationToken = TestContext.Current.CancellationToken });
}
