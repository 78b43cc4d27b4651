using CsCheck;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;

namespace Distill.Tests.Teachers;

public sealed class StoredVectorsTests
{
    private const int Rows = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryVectorComesBackAsNearlyAsItsNumbersAreKept(bool asBytes)
    {
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 9], Gen.Float[-4f, 4f].Array[30 * 9], Gen.Double[-6, 3]).Sample((rows, width, numbers, power) =>
        {
            var vectors = new float[rows, width];
            var scale = (float)Math.Pow(10, power);
            for (var i = 0; i < rows * width; i++)
            {
                vectors[i / width, i % width] = numbers[i] * scale;
            }

            using var folder = new TemporaryFolder();
            using var teacher = new TableVectors(vectors);
            var view = Tables.View(rows);
            Labeller.StoreVectors(folder.File("store"), view, teacher, asBytes);
            using var store = StoredVectors.Open(folder.File("store"), view);
            int[] order = [.. Enumerable.Range(0, rows).Select(row => (row * 7) % rows)];
            using var batch = view.Read(order);
            using var read = store.Vectors(batch);

            Assert.Equal([rows, width], read.shape);
            Assert.Equal(width, store.Dimensions);
            var found = read.data<float>().ToArray();
            for (var i = 0; i < found.Length; i++)
            {
                var row = order[i / width];
                var exact = vectors[row, i % width];
                var largest = Enumerable.Range(0, width).Max(c => Math.Abs(vectors[row, c]));
                // Half a step of 127 to the largest, whose size is known to half of f32's least number; half of the last of 11 bits, or half of f16's least number.
                var tolerance = asBytes ? (largest / 254 * 1.001) + (127 * (double)float.Epsilon / 2) : Math.Max(Math.Abs(exact) / 2048, 3e-8);
                Assert.True(Math.Abs(found[i] - exact) <= tolerance, $"{found[i]} {exact} {largest}");
            }
        }, iter: 30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATeacherThatFailsLeavesWholeFilesAndTheRestGivesTheSameBytes(bool asBytes)
    {
        using var folder = new TemporaryFolder();
        var (many, vectors) = (3_000, Naive.RandomLogits(3_000, 3, seed: 1));
        var view = Tables.View(many);
        Labeller.StoreVectors(folder.File("whole"), view, new TableVectors(vectors), asBytes);
        var batches = 0;
        var failing = new TableVectors(vectors) { OnBatch = () => Assert.True(++batches < 4, "killed") };

        Assert.ThrowsAny<Exception>(() => Labeller.StoreVectors(folder.File("broken"), view, failing, asBytes));
        var missing = Assert.Throws<DistillException>(() => StoredVectors.Open(folder.File("broken"), view));
        Labeller.StoreVectors(folder.File("broken"), view, new TableVectors(vectors), asBytes);

        Assert.Contains("shards", missing.Message, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(folder.File("whole")))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder.File("broken"), Path.GetFileName(file))));
        }
    }

    [Fact]
    public void VectorsAreNoSoftTargetsAndSoftTargetsNoVectors()
    {
        using var folder = new TemporaryFolder();
        var view = Tables.View(Rows);
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, 3, seed: 1));
        Labeller.Label(folder.File("targets"), view, teacher, new TargetStoreOptions());
        Labeller.StoreVectors(folder.File("vectors"), view, new TableVectors(Naive.RandomLogits(Rows, 3, seed: 1)));

        Assert.Contains("holds soft targets", Refused(() => StoredVectors.Open(folder.File("targets"), view)), StringComparison.Ordinal);
        Assert.Contains("holds vectors", Refused(() => StoredTeacher.Open(folder.File("vectors"), view)), StringComparison.Ordinal);
        Assert.Contains("holds vectors", Refused(() => StoredTeacher.ClassNames(folder.File("vectors"))), StringComparison.Ordinal);
        Assert.Contains("holds vectors", Refused(() => Verify(folder.File("vectors"))), StringComparison.Ordinal);

        void Verify(string path)
        {
            using var store = SoftTargetStore.Open(path);
            StoreVerifier.Verify(store, view, teacher, sample: 5, seed: 1);
        }
    }

    [Fact]
    public void OtherExamplesAreRefusedAndAPartIsServed()
    {
        using var folder = new TemporaryFolder();
        var (view, vectors) = (Tables.View(Rows), Naive.RandomLogits(Rows, 3, seed: 1));
        Labeller.StoreVectors(folder.File("part"), view.Part(3, 5, 7), new TableVectors(vectors));
        Labeller.StoreVectors(folder.File("all"), view, new TableVectors(vectors));

        Assert.Contains("belong to another view", Refused(() => StoredVectors.Open(folder.File("part"), view)), StringComparison.Ordinal);
        Assert.Contains("belong to another data set", Refused(() => StoredVectors.Open(folder.File("all"), Tables.View(Rows, seed: 1))), StringComparison.Ordinal);
        Assert.Contains("other vectors", Refused(() => Labeller.StoreVectors(folder.File("all"), view, new TableVectors(vectors), asBytes: true)), StringComparison.Ordinal);
        using var store = StoredVectors.Open(folder.File("all"), view.Part(9, 1));
        using var batch = view.Part(9, 1).Read(0, 2);
        using var read = store.Vectors(batch);
        Assert.Equal((float)(Half)vectors[9, 0], read[0, 0].item<float>());
    }

    [Theory]
    [InlineData(float.NaN, true)]
    [InlineData(float.PositiveInfinity, true)]
    [InlineData(float.NegativeInfinity, false)]
    [InlineData(float.NaN, false)]
    [InlineData(1e6f, false)]
    public void AVectorThatCannotBeKeptIsNamed(float number, bool asBytes)
    {
        using var folder = new TemporaryFolder();
        var vectors = Naive.RandomLogits(Rows, 3, seed: 1);
        vectors[17, 1] = number;

        Assert.Contains("for row 17 of table", Refused(() => Labeller.StoreVectors(folder.File("v"), Tables.View(Rows), new TableVectors(vectors), asBytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void AVectorOfZerosStaysOne()
    {
        using var folder = new TemporaryFolder();
        var view = Tables.View(2);
        Labeller.StoreVectors(folder.File("v"), view, new TableVectors(new float[2, 3]), asBytes: true);
        using var store = StoredVectors.Open(folder.File("v"), view);
        using var batch = view.Read(0, 2);
        using var read = store.Vectors(batch);

        Assert.Equal(new float[6], read.data<float>().ToArray());
    }

    private static string Refused(Action action) => Assert.Throws<DistillException>(action).Message;
}
