using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Tests.Teachers;

public sealed class LabellerTests
{
    private const int Rows = 50;
    private static readonly TargetStoreOptions Options = new() { RowsPerShard = 8, BatchSize = 3 };
    private static readonly ExampleView View = Tables.View(Rows);

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void ResumesToTheSameBytes(int? topK)
    {
        var options = Options with { TopK = topK, Temperatures = topK is null ? [] : [1, 4] };
        using var folder = new TemporaryFolder();
        using var teacher = Teacher();
        Labeller.Label(folder.File("uninterrupted"), View, teacher, options);

        // Stopped at each batch in turn, so at every place within and between files.
        for (int batches = 1; batches < 21; batches++)
        {
            if (!Label(folder.File("resumed"), teacher, options, batches))
            {
                var error = Assert.Throws<DistillException>(() => SoftTargetStore.Open(folder.File("resumed")));
                Assert.Contains("of 7 shards of soft targets: call Labeller.Label again", error.Message, StringComparison.Ordinal);
            }
        }

        Labeller.Label(folder.File("resumed"), View, teacher, options);
        AssertSameFiles(folder.File("uninterrupted"), folder.File("resumed"));
    }

    [Fact]
    public void DoesNotAskForWholeFilesAgain()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Teacher();
        Assert.False(Label(folder.Path, teacher, Options, batches: 7));

        // Three batches make a file of eight: two files are whole, and one batch of the third is lost.
        var error = Assert.Throws<DistillException>(() => SoftTargetStore.Open(folder.Path));
        Assert.Contains("has 2 of 7 shards", error.Message, StringComparison.Ordinal);
        int batches = 0;
        teacher.OnBatch = () => batches++;
        Labeller.Label(folder.Path, View, teacher, Options);
        Assert.Equal((4 * 3) + 1, batches);
        Labeller.Label(folder.Path, View, teacher, Options);
        Assert.Equal((4 * 3) + 1, batches);
    }

    [Fact]
    public void ClearsWhatAKilledLabellingLeft()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Teacher();
        foreach (string left in new[] { "targets-00002-of-00007.safetensors.77.writing", "labelling.json.77.writing", "labelling.lock" })
        {
            File.WriteAllText(folder.File(left), "half");
        }

        Labeller.Label(folder.Path, View, teacher, Options);
        Labeller.Label(folder.File("clean"), View, teacher, Options);
        string[] names = [.. Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)!).Order()];
        Assert.Equal([.. Directory.GetFiles(folder.File("clean")).Select(file => Path.GetFileName(file)!).Order()], names);
        Assert.Equal(8, names.Length);
    }

    [Fact]
    public void KeepsASecondLabellingOut()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Teacher();
        string? refusal = null;
        teacher.OnBatch = () =>
        {
            using var second = Teacher();
            refusal ??= Assert.Throws<DistillException>(() => Labeller.Label(folder.Path, View, second, Options)).Message;
        };
        Labeller.Label(folder.Path, View, teacher, Options);
        Assert.Contains("is being worked on by process", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesToGoOnWithAnotherTeacher()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Teacher();
        using var other = new TableTeacher(Naive.RandomLogits(Rows, 6, seed: 9));
        Assert.False(Label(folder.Path, teacher, Options, batches: 7));

        var error = Assert.Throws<DistillException>(() => Labeller.Label(folder.Path, View, other, Options));
        Assert.Contains(teacher.Fingerprint.Value, error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Fingerprint.Value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StopsAtTargetsThatAreNotNumbers()
    {
        var logits = Naive.RandomLogits(Rows, 6, seed: 5);
        logits[20, 2] = float.NaN;
        foreach (var options in new[] { Options, Options with { TopK = 2, Temperatures = [1] } })
        {
            using var folder = new TemporaryFolder();
            using var teacher = new TableTeacher(logits);
            var error = Assert.Throws<DistillException>(() => Labeller.Label(folder.Path, View, teacher, options));
            Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
            Assert.Contains("row 20", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void StoresAViewThatRepeatsRows()
    {
        using var folder = new TemporaryFolder();
        using var teacher = Teacher();
        var view = View.Part(4, 9, 4, 1);
        Labeller.Label(folder.Path, view, teacher, Options);
        using var stored = StoredTeacher.Open(folder.Path, view);
        using var batch = view.Read(0, 4);
        using var targets = stored.Targets(batch, 1);
        double[][] rows = Naive.Probabilities(targets.LogProbabilities);
        Assert.Equal(rows[0], rows[2]);
    }

    [Fact]
    public void TakesAHundredthOfTheRoomOfDenseTargets()
    {
        using var teacher = new TableTeacher(new float[1, 15_000]);
        var plan = Labeller.Plan(Tables.View(1_000_000), teacher, new TargetStoreOptions { TopK = 50, Temperatures = [1] });
        Assert.True(plan.BytesPerExample * 100 <= 15_000 * sizeof(float), $"{plan.BytesPerExample} bytes");
    }

    [Theory]
    [InlineData(10, 10, 1_024)]
    [InlineData(60_000, 10, 2_048)]
    [InlineData(1_000_000, 10, 16_384)]
    [InlineData(1_000_000, 15_000, 2_236)]
    public void ChoosesFilesOfABearableSize(int examples, int classes, int rowsPerShard)
    {
        // 64 MiB over 8 bytes of row number and 2 bytes a class.
        using var teacher = new TableTeacher(new float[1, classes]);
        var plan = Labeller.Plan(Tables.View(examples), teacher, new TargetStoreOptions());
        Assert.Equal(rowsPerShard, plan.RowsPerShard);
    }

    private static TableTeacher Teacher() => new(Naive.RandomLogits(Rows, 6, seed: 4));

    private static void AssertSameFiles(string expected, string actual)
    {
        string[] files = [.. Directory.GetFiles(expected).Select(file => Path.GetFileName(file)!).Order()];
        Assert.Equal(files, Directory.GetFiles(actual).Select(file => Path.GetFileName(file)!).Order());
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(expected, file)), File.ReadAllBytes(Path.Combine(actual, file))));
    }

    /// <summary>False when it was stopped, after some batches.</summary>
    private static bool Label(string path, TableTeacher teacher, TargetStoreOptions options, int batches)
    {
        using var cancellation = new CancellationTokenSource();
        teacher.OnBatch = () =>
        {
            if (--batches == 0)
            {
                cancellation.Cancel();
            }
        };
        try
        {
            Labeller.Label(path, View, teacher, options, cancellationToken: cancellation.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            teacher.OnBatch = () => { };
        }
    }
}
