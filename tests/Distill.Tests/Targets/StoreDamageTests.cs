using Distill.Files;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Teachers;

namespace Distill.Tests.Targets;

public sealed class StoreDamageTests : IDisposable
{
    private const int Rows = 20;
    private const long MostBytes = 8 << 20;

    private readonly TemporaryFolder folder = new();

    public StoreDamageTests()
    {
        var view = Tables.View(Rows);
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 1));
        using var ensemble = new EnsembleTeacher([teacher, teacher]);
        var options = new TargetStoreOptions { RowsPerShard = 12 };
        Labeller.Label(folder.File("logits"), view, teacher, options);
        Labeller.Label(folder.File("members"), view, ensemble, options);
        Labeller.Label(folder.File("top"), view, teacher, options with { TopK = 2, Temperatures = [1, 4] });
        Labeller.StoreVectors(folder.File("vectors"), view, new TableVectors(Naive.RandomLogits(Rows, 5, seed: 1)));
        Labeller.StoreVectors(folder.File("byteVectors"), view, new TableVectors(Naive.RandomLogits(Rows, 5, seed: 1)), asBytes: true);
    }

    [Fact]
    public void DamageBringsTheDocumentedErrorAndNoLargeAllocation()
    {
        string[] files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        byte[][] whole = [.. files.Select(File.ReadAllBytes)];
        int count = Mutations.Count(usual: 2000), refused = 0;
        for (int number = 0; number < count; number++)
        {
            int file = number % files.Length;
            File.WriteAllBytes(files[file], Mutations.Of(whole[file], number));
            refused += Opens(Path.GetDirectoryName(files[file])!) ? 0 : 1;
            File.WriteAllBytes(files[file], whole[file]);
        }

        Assert.True(refused > count / 2, $"{refused} of {count} were refused");
    }

    [Fact]
    public void AnIndexThatClaimsMoreThanItsFilesHaveIsRefused()
    {
        string index = Path.Combine(folder.File("logits"), "index.json");
        string text = File.ReadAllText(index).Replace("\"examples\": 20", "\"examples\": 2147483647", StringComparison.Ordinal);
        File.WriteAllText(index, text);
        Assert.False(Opens(folder.File("logits")));

        text = text.Replace("\"rowsPerShard\": 12", "\"rowsPerShard\": 1073741824", StringComparison.Ordinal);
        File.WriteAllText(index, text);
        Assert.False(Opens(folder.File("logits")));
    }

    [Fact]
    public void AFileThatWasRightIsNotReadAgainUntilItChanges()
    {
        var store = folder.File("logits");
        string shard = Path.Combine(store, "targets-00000-of-00002.safetensors"), cache = folder.File("cache");
        using var files = new StoreFiles(new StoreFolder(store));
        Check();
        var (time, right) = (File.GetLastWriteTimeUtc(shard), File.ReadAllBytes(shard));

        // Another byte under the same size and time: only a file that is not read again passes.
        File.WriteAllBytes(shard, [.. right[..^1], (byte)(right[^1] ^ 1)]);
        File.SetLastWriteTimeUtc(shard, time);
        Check();
        Assert.Contains("SHA-256", Assert.Throws<DistillException>(() => files.CheckContent(known: null, null, default)).Message, StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(shard, time.AddSeconds(1));
        Assert.Throws<DistillException>(Check);

        void Check() => files.CheckContent(new CheckedFiles(cache, store), null, default);
    }

    [Fact]
    public void LargeStoresAloneAreRemembered()
    {
        ShardEntry[] Of(long bytes) => [new("a", 1, bytes, ""), new("b", 1, bytes, "")];
        Assert.Null(StoreFiles.Remembered(folder.Path, Of(1 << 20)));
        Assert.NotNull(StoreFiles.Remembered(folder.Path, Of(1 << 27)));
        Assert.NotNull(StoreFiles.Remembered(folder.Path, Of(long.MaxValue)));
    }

    [Fact]
    public void AShardOfAnotherStoreIsRefused()
    {
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 2));
        Labeller.Label(folder.File("other"), Tables.View(Rows), teacher, new TargetStoreOptions { RowsPerShard = 12 });
        const string shard = "targets-00000-of-00002.safetensors";
        File.Copy(Path.Combine(folder.File("other"), shard), Path.Combine(folder.File("logits"), shard), overwrite: true);

        var error = Assert.Throws<DistillException>(() => SoftTargetStore.Open(folder.File("logits"), checkContent: false));
        Assert.Contains(teacher.Fingerprint.Value, error.Message, StringComparison.Ordinal);
        Assert.Contains("teacher", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\": 3", "\"version\": 2", "version 2 has no mean of members")]
    [InlineData("\"byCertainty\": true", "\"byCertainty\": true, \"classWeights\": [[0.5, 0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5, 0.5]]", "weights of classes take the place")]
    [InlineData("\"byCertainty\": true", "\"classWeights\": [null, [1, 1, 1, 1, 1]]", "weights of classes are for 2 members and 5 classes")]
    [InlineData("\"byCertainty\": true", "\"classWeights\": [[0.5, 0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5, 0.6]]", "the weights of a class do not sum to one")]
    [InlineData("\"byCertainty\": true", "\"byCertainty\": false", "with an arithmetic mean")]
    public void AnImpossibleMeanOfMembersIsDamage(string there, string other, string expected)
    {
        var store = folder.File("averaged");
        using var teacher = new EnsembleTeacher([new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 2)), new TableTeacher(Naive.RandomLogits(Rows, 5, seed: 3), "second")], byCertainty: true);
        Labeller.Label(store, Tables.View(Rows), teacher, new TargetStoreOptions());
        var index = Path.Combine(store, "index.json");
        Assert.Contains(there, File.ReadAllText(index), StringComparison.Ordinal);
        File.WriteAllText(index, File.ReadAllText(index).Replace(there, other, StringComparison.Ordinal));

        Assert.Contains(expected, Assert.Throws<DistillException>(() => SoftTargetStore.Open(store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALaterVersionIsNamedAsSuch()
    {
        string index = Path.Combine(folder.File("logits"), "index.json");
        File.WriteAllText(index, "{ \"format\": \"distill.targets\", \"version\": 4, \"unheardOf\": [] }");
        var error = Assert.Throws<DistillException>(() => SoftTargetStore.Open(folder.File("logits")));
        Assert.Contains("version 4", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>False when the store was refused as the documentation says; anything else escapes.</summary>
    private static bool Opens(string store)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            foreach (bool check in new[] { false, true })
            {
                using var opened = SoftTargetStore.Open(store, check);
                if (opened.Plan.HasVectors)
                {
                    opened.Vectors([0, 19, 7]).Dispose();
                    continue;
                }

                foreach (double temperature in new double[] { 1, 4 })
                {
                    opened.Targets([0, 19, 7], temperature).Dispose();
                }
            }

            return true;
        }
        catch (DistillException)
        {
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }
    }
}
