using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Tests.Teachers;

/// <summary>A store that several processes label, each a part of its files.</summary>
public sealed class LabelPartsTests : IDisposable
{
    private const int Rows = 50;
    private static readonly TargetStoreOptions Options = new() { RowsPerShard = 4, BatchSize = 3 };
    private static readonly ExampleView View = Tables.View(Rows);

    private readonly TemporaryFolder folder = new();
    private readonly TableTeacher teacher = new(Naive.RandomLogits(Rows, 6, seed: 4));

    private string Store => folder.File("store");

    public void Dispose()
    {
        teacher.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void PartsInAnyOrderMakeTheStoreOfOneProcess(int count)
    {
        foreach (var number in Enumerable.Range(1, count).Reverse())
        {
            Label(new WorkPart(number, count));
        }

        StoreMerge.Finish(Store, cancellationToken: TestContext.Current.CancellationToken);
        SameAsAlone();
        SoftTargetStore.Open(Store).Dispose();
    }

    [Fact]
    public void PartsMayBeKilledRepeatedAndDividedAnew()
    {
        // Stopped at each batch in turn, so at every place within and between files.
        for (var batches = 1; batches < 10; batches++)
        {
            Stop(new WorkPart(2, 3), batches);
        }

        Label(new WorkPart(2, 3));
        var asked = 0;
        teacher.OnBatch = () => asked++;
        Label(new WorkPart(2, 3));
        Assert.Equal(0, asked);
        Label(new WorkPart(1, 2));
        Label(new WorkPart(2, 2));
        StoreMerge.Finish(Store, cancellationToken: TestContext.Current.CancellationToken);
        StoreMerge.Finish(Store, cancellationToken: TestContext.Current.CancellationToken);
        Label(new WorkPart(2, 3));
        SameAsAlone();
    }

    [Fact]
    public void OneProcessLabelsWhatPartsHaveLeft()
    {
        Label(new WorkPart(2, 3));
        var asked = 0;
        teacher.OnBatch = () => asked++;
        Labeller.Label(Store, View, teacher, Options, cancellationToken: TestContext.Current.CancellationToken);
        // Nine files are left, of two batches each but the last, of one.
        Assert.Equal(17, asked);
        SameAsAlone();
    }

    [Fact]
    public void WhatKilledProcessesLeftIsCleared()
    {
        foreach (var left in new[] { "part-00002-of-00003.lock", "labelling.lock", "targets-00001-of-00013.safetensors.host-7-0a.writing" })
        {
            Directory.CreateDirectory(Store);
            File.WriteAllText(Path.Combine(Store, left), "half");
        }

        foreach (var number in new[] { 1, 2, 3 })
        {
            Label(new WorkPart(number, 3));
        }

        File.WriteAllText(Path.Combine(Store, "part-00003-of-00003.lock"), "half");
        StoreMerge.Finish(Store, cancellationToken: TestContext.Current.CancellationToken);
        SameAsAlone();
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        Label(new WorkPart(1, 3));
        Label(new WorkPart(3, 3));
        var mistake = Refusal();
        Assert.Contains("4 of 13 files", mistake, StringComparison.Ordinal);
        Assert.Contains("targets-00001-of-00013.safetensors, targets-00004-of-00013.safetensors", mistake, StringComparison.Ordinal);
        Assert.Contains("has 9 of 13 shards", Assert.Throws<DistillException>(() => SoftTargetStore.Open(Store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AForeignFileIsNamed()
    {
        LabelAll();
        File.Copy(Shard(1), Path.Combine(Store, "targets-00001-of-00007.safetensors"));
        Assert.Contains("not of its labelling", Refusal(), StringComparison.Ordinal);
        Assert.Contains("targets-00001-of-00007.safetensors", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsThereTwiceIsNamed()
    {
        LabelAll();
        File.Copy(Shard(1), Shard(2), overwrite: true);
        Assert.Contains("targets-00002-of-00013.safetensors does not belong to the store that it lies in: its header says \"1\" for shard", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfAnotherTeacherIsNamed()
    {
        LabelAll();
        using var other = new TableTeacher(Naive.RandomLogits(Rows, 6, seed: 9));
        Labeller.Label(folder.File("other"), View, other, Options, cancellationToken: TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(folder.File("other"), Path.GetFileName(Shard(2))), Shard(2), overwrite: true);
        Assert.Contains("targets-00002-of-00013.safetensors does not belong to the store", Refusal(), StringComparison.Ordinal);
        var mistake = Assert.Throws<DistillException>(() => Label(new WorkPart(1, 3), other));
        Assert.Contains(other.Fingerprint.Value, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatWasCutShortIsNamed()
    {
        LabelAll();
        using (var file = File.OpenWrite(Shard(5)))
        {
            file.SetLength(file.Length - 1);
        }

        Assert.Contains("targets-00005-of-00013.safetensors", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithoutALabellingIsRefused()
    {
        Assert.Contains("There is no folder", Refusal(), StringComparison.Ordinal);
        Directory.CreateDirectory(Store);
        Assert.Contains("no labelling that was begun", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void PartsAreLabelledAtOnceAndAWholeLabellingIsKeptOut()
    {
        var (second, refusal) = (false, "");
        teacher.OnBatch = () =>
        {
            if (!second)
            {
                second = true;
                using var another = new TableTeacher(Naive.RandomLogits(Rows, 6, seed: 4));
                Label(new WorkPart(2, 3), another);
                refusal = Assert.Throws<DistillException>(() => Labeller.Label(Store, View, another, Options)).Message;
            }
        };
        Label(new WorkPart(1, 3));
        Label(new WorkPart(3, 3));
        Assert.Contains("A part of", refusal, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId} on", refusal, StringComparison.Ordinal);
        StoreMerge.Finish(Store, cancellationToken: TestContext.Current.CancellationToken);
        SameAsAlone();
    }

    [Fact]
    public void APartThatAnotherProcessHasIsWaitedForUntilInterrupted()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var tried = false;
        teacher.OnBatch = () =>
        {
            if (!tried)
            {
                tried = true;
                using var another = new TableTeacher(Naive.RandomLogits(Rows, 6, seed: 4));
                Assert.Throws<OperationCanceledException>(
                    () => Labeller.LabelPart(Store, View, another, Options, new WorkPart(1, 3), cancellationToken: stop.Token));
            }
        };
        Label(new WorkPart(1, 3));
        Assert.True(tried);
    }

    private string Shard(int number) => Path.Combine(Store, $"targets-{number:00000}-of-00013.safetensors");

    private string Refusal() => Assert.Throws<DistillException>(() => StoreMerge.Finish(Store)).Message;

    private void LabelAll()
    {
        foreach (var number in new[] { 1, 2, 3 })
        {
            Label(new WorkPart(number, 3));
        }
    }

    private void Label(WorkPart part, TableTeacher? by = null) =>
        Labeller.LabelPart(Store, View, by ?? teacher, Options, part, cancellationToken: TestContext.Current.CancellationToken);

    private void Stop(WorkPart part, int batches)
    {
        using var stop = new CancellationTokenSource();
        teacher.OnBatch = () =>
        {
            if (--batches == 0)
            {
                stop.Cancel();
            }
        };
        try
        {
            Labeller.LabelPart(Store, View, teacher, Options, part, cancellationToken: stop.Token);
        }
        catch (OperationCanceledException)
        {
        }

        teacher.OnBatch = () => { };
    }

    private void SameAsAlone()
    {
        teacher.OnBatch = () => { };
        var alone = folder.File("alone");
        Labeller.Label(alone, View, teacher, Options, cancellationToken: TestContext.Current.CancellationToken);
        string[] files = [.. Directory.GetFiles(alone).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(files, Directory.GetFiles(Store).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(alone, file)), File.ReadAllBytes(Path.Combine(Store, file))));
    }
}
