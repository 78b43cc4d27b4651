using Distill.Data;
using Distill.Runs;
using Distill.Specialists;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Teachers;

namespace Distill.Tests.Specialists;

/// <summary>Covariances that several processes count, each a part of the examples.</summary>
public sealed class CovariancePartsTests : IDisposable
{
    private const int Classes = 6;
    private const int Examples = 2000;

    private static readonly float[,] Logits = Naive.RandomLogits(Examples, Classes, seed: 3);

    private static readonly ExampleView View = new(new ArraySource(
        "table", [.. Enumerable.Range(0, Examples).Select(row => (float)row)], new int[Examples], ["a", "b", "c", "d", "e", "f"]));

    private readonly TemporaryFolder folder = new();
    private readonly TableTeacher teacher = new(Logits, "general");

    private string Counts => folder.File("counts");

    public void Dispose()
    {
        teacher.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void PartsAddUpToTheCountOfOneProcess(int parts)
    {
        CountAll(parts);
        var (alone, merged) = (CovarianceCounter.Count(teacher, View, cancellationToken: TestContext.Current.CancellationToken), Merge());
        Assert.Equal(alone.Count, merged.Count);
        Assert.All(alone.Sums.Zip(merged.Sums), pair =>
        {
            Assert.Equal(pair.First.Values.High, pair.Second.Values.High);
            Assert.Equal(pair.First.Values.Low, pair.Second.Values.Low);
        });
    }

    [Fact]
    public void OfAStoreOfTheMostProbableClassesTheRestIsKept()
    {
        Labeller.Label(folder.File("store"), View, teacher, new TargetStoreOptions { TopK = 2, Temperatures = [1] }, cancellationToken: TestContext.Current.CancellationToken);
        using var stored = StoredTeacher.Open(folder.File("store"), View);
        foreach (var number in new[] { 2, 1 })
        {
            Count(new WorkPart(number, 2), stored);
        }

        RequireSame(
            CovarianceCounter.Count(stored, View, cancellationToken: TestContext.Current.CancellationToken),
            new CovarianceParts(Counts).Merge(CovariancePlan.Of(stored, View, 1), null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void APartIsCountedOnceAndHasTheSameBytesAgain()
    {
        Assert.True(Count(new WorkPart(2, 3)));
        var file = Path.Combine(Counts, "counts-00002-of-00003.safetensors");
        var bytes = File.ReadAllBytes(file);
        Assert.False(Count(new WorkPart(2, 3)));
        File.Delete(file);
        Assert.True(Count(new WorkPart(2, 3)));
        Assert.Equal(bytes, File.ReadAllBytes(file));
        Assert.Single(Directory.GetFiles(Counts));
    }

    [Fact]
    public void PartsThatDoNotFitTogetherAreNamed()
    {
        Assert.Contains("There are no counts in", Refusal(), StringComparison.Ordinal);
        CountAll(3);
        File.Delete(FileOf(2, 3));
        Assert.Contains("1 of 3 counts", Refusal(), StringComparison.Ordinal);
        Assert.Contains("counts-00002-of-00003.safetensors", Refusal(), StringComparison.Ordinal);

        File.Copy(FileOf(1, 3), FileOf(2, 3));
        Assert.Contains("is no part 2/3", Refusal(), StringComparison.Ordinal);
        File.Delete(FileOf(2, 3));
        Count(new WorkPart(2, 4));
        Assert.Contains("counts of 3 and of 4 parts", Refusal(), StringComparison.Ordinal);
        File.Delete(FileOf(2, 4));

        Count(new WorkPart(2, 3));
        File.Copy(FileOf(1, 3), Path.Combine(Counts, "counts-00001-of-00003 (copy).safetensors"));
        Assert.Contains("(copy).safetensors", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void CountsOfOtherPredictionsOrExamplesAreRefused()
    {
        CountAll(2);
        using var other = new TableTeacher(Naive.RandomLogits(Examples, Classes, seed: 8), "general");
        Assert.Contains(
            "for 'predictions of'",
            Assert.Throws<DistillException>(() => new CovarianceParts(Counts).Merge(CovariancePlan.Of(other, View, 1), null, default)).Message, StringComparison.Ordinal);
        Assert.Contains("is no part 1/2", Assert.Throws<DistillException>(() => Count(new WorkPart(1, 2), other)).Message, StringComparison.Ordinal);
        var part = View.Subset([.. Enumerable.Range(0, 100)], "part");
        Assert.Contains(
            "for 'examples'",
            Assert.Throws<DistillException>(() => new CovarianceParts(Counts).Merge(CovariancePlan.Of(teacher, part, 1), null, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CountsAtAnotherTemperatureAreRefused()
    {
        Count(WorkPart.Whole, temperature: 4);
        RequireSame(CovarianceCounter.Count(teacher, View, temperature: 4, cancellationToken: TestContext.Current.CancellationToken), Merge(temperature: 4));
        Assert.Contains("says \"4\" for 'temperature', and expected is \"1\"", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnInterruptedPartLeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        teacher.OnBatch = stop.Cancel;
        Assert.Throws<OperationCanceledException>(() => new CovarianceParts(Counts).Count(teacher, View, 1, WorkPart.Whole, null, stop.Token));
        Assert.Empty(Directory.GetFiles(Counts));
    }

    private static void RequireSame(ConfusionCovariance expected, ConfusionCovariance actual)
    {
        for (var first = 0; first < Classes; first++)
        {
            for (var second = 0; second <= first; second++)
            {
                Assert.Equal(expected[first, second], actual[first, second], 1e-14);
            }
        }
    }

    private string FileOf(int number, int count) => Path.Combine(Counts, $"counts-{number:00000}-of-{count:00000}.safetensors");

    private void CountAll(int parts)
    {
        for (var number = 1; number <= parts; number++)
        {
            Assert.True(Count(new WorkPart(number, parts)));
        }
    }

    private bool Count(WorkPart part, ITeacher? by = null, double temperature = 1) =>
        new CovarianceParts(Counts).Count(by ?? teacher, View, temperature, part, null, TestContext.Current.CancellationToken);

    private ConfusionCovariance Merge(double temperature = 1) => new CovarianceParts(Counts).Merge(CovariancePlan.Of(teacher, View, temperature), null, TestContext.Current.CancellationToken);

    private string Refusal() => Assert.Throws<DistillException>(() => Merge()).Message;
}
