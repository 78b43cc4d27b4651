using System.Security.Cryptography;
using Distill.Data;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Tests.Teachers;

public sealed class StoreVerifierTests : IDisposable
{
    private const int Rows = 40;
    private readonly TemporaryFolder folder = new();
    private readonly TableTeacher teacher = new(Naive.RandomLogits(Rows, 6, seed: 4));
    private readonly ExampleView view = Tables.View(Rows);

    public static TheoryData<int?, double[]> Kinds => new() { { null, [] }, { 3, [1, 4] } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AgreesWithTheTeacherThatLabelled(int? topK, double[] temperatures)
    {
        Label(topK, temperatures);
        using var store = SoftTargetStore.Open(folder.Path);
        var some = StoreVerifier.Verify(store, view, teacher, sample: 10, seed: 1);
        var all = StoreVerifier.Verify(store, view, teacher, sample: 1000, seed: 1);

        Assert.True(some.Agrees && all.Agrees);
        Assert.InRange(some.Examples, 10, 20);
        Assert.Equal(Rows, all.Examples);
        Assert.InRange(all.LargestDifference, 1e-7, Math.Pow(2, -11));
    }

    [Fact]
    public void AgreesForMembersAndDistributions()
    {
        using var ensemble = new EnsembleTeacher([teacher, new TableTeacher(Naive.RandomLogits(Rows, 6, seed: 5), "second")]);
        double[][] choices = [[], [4]];
        foreach (double[] temperatures in choices)
        {
            string path = folder.File($"{temperatures.Length}");
            Labeller.Label(path, view, ensemble, new TargetStoreOptions { Temperatures = temperatures });
            using var store = SoftTargetStore.Open(path);
            Assert.True(StoreVerifier.Verify(store, view, ensemble, Rows, seed: 1).Agrees);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void FindsOneChangedValue(int? topK, double[] temperatures)
    {
        Label(topK, temperatures);
        var file = Path.Combine(folder.Path, "targets-00001-of-00003.safetensors");
        byte[] content = File.ReadAllBytes(file);

        // The last two bytes are the last value of row 31; its sign is changed.
        content[^1] ^= 0x80;
        File.WriteAllBytes(file, content);
        var damaged = Assert.Throws<DistillException>(() => SoftTargetStore.Open(folder.Path));
        Assert.Contains("targets-00001-of-00003.safetensors is damaged", damaged.Message, StringComparison.Ordinal);

        ForgeChecksum(file, content);
        using var store = SoftTargetStore.Open(folder.Path);
        var result = StoreVerifier.Verify(store, view, teacher, Rows, seed: 1);
        Assert.Equal([31], result.DisagreeingRows);
        Assert.StartsWith("40 examples labelled again: 1 disagree (rows 31). ", result.ToString(), StringComparison.Ordinal);
        Assert.True(result.LargestDifference > result.Tolerance);
    }

    [Fact]
    public void FindsAChangedClassNumber()
    {
        Label(3, [1, 4]);
        var file = Path.Combine(folder.Path, "targets-00002-of-00003.safetensors");
        byte[] content = File.ReadAllBytes(file);

        // Eight rows of three values end the file; the class numbers lie before them.
        int classes = content.Length - (8 * 3 * 2) - 2;
        content[classes] = (byte)((content[classes] + 1) % 6);
        File.WriteAllBytes(file, content);
        ForgeChecksum(file, content);
        using var store = SoftTargetStore.Open(folder.Path);
        Assert.Equal([39], StoreVerifier.Verify(store, view, teacher, Rows, seed: 1).DisagreeingRows);
    }

    [Fact]
    public void WantsTheViewThatWasLabelled()
    {
        Label(null, []);
        using var store = SoftTargetStore.Open(folder.Path);
        var error = Assert.Throws<DistillException>(() => StoreVerifier.Verify(store, view.Part(1, 2), teacher, 10, seed: 1));
        Assert.Contains("whole view", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        teacher.Dispose();
        folder.Dispose();
    }

    private void Label(int? topK, double[] temperatures) => Labeller.Label(
        folder.Path, view, teacher, new TargetStoreOptions { TopK = topK, Temperatures = temperatures, RowsPerShard = 16, BatchSize = 7 });

    private void ForgeChecksum(string file, byte[] content)
    {
        string index = folder.File("index.json");
        string[] lines = File.ReadAllLines(index);
        int entry = Array.FindIndex(lines, line => line.Contains(Path.GetFileName(file), StringComparison.Ordinal));
        int checksum = Array.FindIndex(lines, entry, line => line.Contains("sha256", StringComparison.Ordinal));
        lines[checksum] = $"\"sha256\": \"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        File.WriteAllLines(index, lines);
    }
}
