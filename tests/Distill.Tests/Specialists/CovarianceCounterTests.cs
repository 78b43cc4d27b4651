using Distill.Data;
using Distill.Runs;
using Distill.Specialists;
using Distill.Targets;
using Distill.Teachers;
using Distill.Tests.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Specialists;

public sealed class CovarianceCounterTests
{
    private const int Classes = 6;
    private const int Examples = 25;

    private static readonly float[,] Logits = Naive.RandomLogits(Examples, Classes, seed: 3);

    private static readonly ExampleView View = new(new ArraySource(
        "table", [.. Enumerable.Range(0, Examples).Select(row => (float)row)], new int[Examples], ["a", "b", "c", "d", "e", "f"]));

    [Fact]
    public void A_teachers_predictions_are_counted_batch_by_batch()
    {
        using var teacher = new TableTeacher(Logits, "general");
        var counted = CovarianceCounter.Count(teacher, View, batchSize: 4);
        var expected = new ConfusionCovariance(Classes);
        for (var example = 0; example < Examples; example++)
        {
            expected.Add(Probabilities(example));
        }

        Assert.Equal(Examples, counted.Count);
        RequireSame(expected, counted, 1e-7);
    }

    [Fact]
    public void At_a_higher_temperature_softer_predictions_are_counted()
    {
        using var teacher = new TableTeacher(Logits, "general");
        var counted = CovarianceCounter.Count(teacher, View, temperature: 3);
        var expected = new ConfusionCovariance(Classes);
        for (var example = 0; example < Examples; example++)
        {
            expected.Add(Probabilities(example, temperature: 3));
        }

        RequireSame(expected, counted, 1e-7);
    }

    [Fact]
    public void Of_a_store_of_the_most_probable_classes_the_rest_counts_as_spread_evenly()
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(Logits, "general");
        Labeller.Label(folder.Path, View, teacher, new TargetStoreOptions { TopK = 2, Temperatures = [1] });
        using var stored = StoredTeacher.Open(folder.Path, View);
        var counted = CovarianceCounter.Count(stored, View, batchSize: 7);
        var expected = new ConfusionCovariance(Classes);
        for (var example = 0; example < Examples; example++)
        {
            var probabilities = Probabilities(example);
            int[] top = [.. Enumerable.Range(0, Classes).OrderByDescending(number => probabilities[number]).Take(2).Order()];
            expected.Add(top, [.. top.Select(number => probabilities[number])], 1 - top.Sum(number => probabilities[number]));
        }

        // The store holds 16 bits a number.
        RequireSame(expected, counted, 1e-3);
    }

    [Fact]
    public void A_row_that_is_no_distribution_is_refused()
    {
        using var broken = new BrokenTeacher();
        var mistake = Assert.Throws<DistillException>(() => CovarianceCounter.Count(broken, View));
        Assert.Contains("sum to 6 instead of 1", mistake.Message, StringComparison.Ordinal);
    }

    private static float[] Probabilities(int example, double temperature = 1)
    {
        var row = Enumerable.Range(0, Classes).Select(number => Math.Exp(Logits[example, number] / temperature)).ToArray();
        return [.. row.Select(value => (float)(value / row.Sum()))];
    }

    private static void RequireSame(ConfusionCovariance expected, ConfusionCovariance found, double tolerance)
    {
        for (var first = 0; first < Classes; first++)
        {
            for (var second = 0; second <= first; second++)
            {
                Assert.Equal(expected[first, second], found[first, second], tolerance);
            }
        }
    }

    private sealed class BrokenTeacher : ITeacher
    {
        public string Name => "broken";

        public int Classes => CovarianceCounterTests.Classes;

        public Fingerprint Fingerprint => Fingerprint.Of("broken");

        public bool SeesInputs => true;

        public SoftTargets Targets(Batch batch, double temperature) => new(zeros(batch.Size, Classes), temperature);

        public void Dispose()
        {
        }
    }
}
