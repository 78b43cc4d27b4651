using System.Numerics.Tensors;
using Distill.Evaluation;

namespace Distill.Onnx.Export.Check;

/// <summary>The logits of some examples, [examples, classes].</summary>
internal sealed class LogitTable(float[] logits, int classes)
{
    private readonly int[] predicted = [.. Enumerable.Range(0, logits.Length / classes).Select(row => LogProbabilityRow.ArgMax(logits.AsSpan(row * classes, classes)))];

    /// <summary>The largest absolute difference; not a number where either holds one that is none.</summary>
    public double DifferenceFrom(LogitTable other)
    {
        var largest = 0.0;
        for (var i = 0; i < logits.Length; i++)
        {
            // Math.Max keeps what is not a number.
            largest = Math.Max(largest, Math.Abs((double)logits[i] - other.Logits[i]));
        }

        return largest;
    }

    /// <summary>The example whose answer differs most; one whose answer is not a number where there is one.</summary>
    public int MostDifferentFrom(LogitTable other) => Enumerable.Range(0, predicted.Length).MaxBy(row =>
    {
        var difference = Enumerable.Range(row * classes, classes).Max(i => Math.Abs((double)logits[i] - other.Logits[i]));
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    });

    /// <summary>The share of examples with the same most probable class.</summary>
    public double AgreementWith(LogitTable other) => Share(predicted.Zip(other.predicted, (own, others) => own == others));

    /// <summary>The mean cosine of the angle between the answers to an example, taken as vectors; not a number where an answer is none or 0.</summary>
    public double MeanCosine(LogitTable other) => Enumerable.Range(0, predicted.Length).Average(row =>
        (double)TensorPrimitives.CosineSimilarity(logits.AsSpan(row * classes, classes), other.Logits.AsSpan(row * classes, classes)));

    /// <summary>The share of labelled examples whose most probable class is the label; null where none has one.</summary>
    public double? Accuracy(IReadOnlyList<long> labels)
    {
        var right = predicted.Zip(labels).Where(pair => pair.Second >= 0).Select(pair => pair.First == pair.Second).ToList();
        return right.Count == 0 ? null : Share(right);
    }

    private float[] Logits => logits;

    private static double Share(IEnumerable<bool> outcomes) => outcomes.Average(outcome => outcome ? 1.0 : 0.0);
}
