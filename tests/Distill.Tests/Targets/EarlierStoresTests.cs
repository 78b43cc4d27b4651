using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Targets;

/// <summary>Version 1 of the format kept values less the mean of their row.</summary>
public sealed class EarlierStoresTests
{
    private const int Rows = 20;
    private static readonly TargetStoreOptions Options = new() { RowsPerShard = 8 };

    [Fact]
    public void ServeWhatTheyServed()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, 10, seed: 1, scale: 12));
        Write(folder.Path, teacher, shards: 3);
        using var stored = StoredTeacher.Open(folder.Path, Tables.View(Rows), teacher);
        using var batch = Tables.View(Rows).Read(0, Rows);
        foreach (double temperature in new[] { 1.0, 4, 20 })
        {
            using var targets = stored.Targets(batch, temperature);
            using var live = teacher.Targets(batch, temperature);
            using var difference = (targets.LogProbabilities.exp() - live.LogProbabilities.exp()).abs().max();
            Assert.True(difference.item<float>() < 1.0 / 128);
        }
    }

    [Fact]
    public void AreVerifiedByWhatTheyCanHold()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, 10, seed: 1, scale: 12));
        Write(folder.Path, teacher, shards: 3);
        var check = Verify(folder.Path, teacher);
        Assert.True(check.Agrees);
        Assert.Equal(1.0 / 128, check.Tolerance);
    }

    [Theory]
    [InlineData(-1e9f, Rows / 2)]
    [InlineData(-1e4f, Rows / 4)]
    public void AreFoundToDisagreeWhereAClassIsMasked(float masked, int fewest)
    {
        var logits = Naive.RandomLogits(Rows, 10, seed: 1);
        for (int row = 0; row < Rows; row += 2)
        {
            logits[row, 3] = masked;
        }

        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(logits);
        Write(folder.Path, teacher, shards: 3);
        var disagreeing = Verify(folder.Path, teacher).DisagreeingRows;
        Assert.InRange(disagreeing.Count, fewest, Rows / 2);
        Assert.All(disagreeing, row => Assert.Equal(0, row % 2));
    }

    [Fact]
    public void ALabellingThatBeganWithOneGoesOn()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, 10, seed: 1));
        var view = Tables.View(Rows);
        Write(folder.Path, teacher, shards: 1);
        var asked = 0;
        teacher.OnBatch = () => asked++;
        Labeller.Label(folder.Path, view, teacher, Options);

        Assert.Equal(2, asked);
        Assert.Equal(1, RunJson.Read<StoreIndex>(folder.File("index.json")).Version);
        Assert.True(Verify(folder.Path, teacher).Agrees);
        using var writer = new SoftTargetStoreWriter(folder.Path, Labeller.Plan(view, teacher, Options));
        Assert.True(writer.IsComplete);
    }

    private static StoreVerification Verify(string path, TableTeacher teacher)
    {
        using var store = SoftTargetStore.Open(path);
        return StoreVerifier.Verify(store, Tables.View(Rows), teacher, Rows, seed: 1);
    }

    // The files that version 1 wrote: each row clamped, less its mean, clamped again.
    private static void Write(string path, TableTeacher teacher, int shards)
    {
        var view = Tables.View(Rows);
        var plan = Labeller.Plan(view, teacher, Options);
        var folder = new StoreFolder(Directory.CreateDirectory(path).FullName);
        RunJson.Write(folder.LabellingPath, new StoreIndex(StoreIndex.FormatName, 1, plan, []));
        var buffer = new ShardBuffer(plan);
        for (int shard = 0; shard < shards; shard++)
        {
            using var scope = NewDisposeScope();
            using var batch = view.Read(shard * plan.RowsPerShard, plan.RowsIn(shard));
            using var targets = teacher.Targets(batch, 1);
            var values = targets.LogProbabilities.clamp(-65504, 65504);
            values = (values - values.mean([-1], keepdim: true)).clamp(-65504, 65504);
            buffer.Clear();
            buffer.Append(batch.Rows, values.to(float16));
            ShardFile.Write(folder, plan, 1, shard, buffer);
        }

        if (shards == plan.ShardCount)
        {
            using var writer = new SoftTargetStoreWriter(path, plan);
            writer.Complete();
        }
    }
}
