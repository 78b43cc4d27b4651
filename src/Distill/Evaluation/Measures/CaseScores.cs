using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>
/// What one model made of each case: its predicted class and the negative log-likelihood of the label. 20 bytes a
/// case, so that two models can be compared case by case without keeping their distributions.
/// </summary>
public sealed class CaseScores
{
    private readonly long[] rows;
    private readonly int[] labels;
    private readonly int[] predicted;
    private readonly float[] nll;

    internal CaseScores(long[] rows, int[] labels, int[] predicted, float[] nll) =>
        (this.rows, this.labels, this.predicted, this.nll) = (rows, labels, predicted, nll);

    /// <summary>How many cases there are.</summary>
    public int Count => rows.Length;

    /// <summary>The row of each case in its source.</summary>
    public ReadOnlySpan<long> Rows => rows;

    /// <summary>The label of each case.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>The most probable class of each case; of equally probable ones the lowest.</summary>
    public ReadOnlySpan<int> Predicted => predicted;

    /// <summary>−log p(label) of each case, in nats.</summary>
    public ReadOnlySpan<float> Nll => nll;

    /// <summary>Whether the predicted class of a case is its label.</summary>
    public bool IsCorrect(int index) => predicted[index] == labels[index];

    /// <summary>How many cases have another predicted class than their label.</summary>
    internal int Errors => Enumerable.Range(0, Count).Count(index => !IsCorrect(index));

    /// <summary>Throws unless two models, or the seeds of two models, hold the same rows and labels in the same order.</summary>
    /// <exception cref="DistillException">They do not; the message names the first difference.</exception>
    /// <exception cref="ArgumentException">There are no seeds, or not equally many.</exception>
    internal static void RequireSameCases(IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count == 0)
        {
            throw new ArgumentException(
                $"A paired comparison needs the same seeds of both models; found {first.Count} and {second.Count}.");
        }

        foreach (var other in first.Concat(second))
        {
            first[0].RequireSameCases(other);
        }
    }

    private void RequireSameCases(CaseScores other)
    {
        if (Count != other.Count)
        {
            throw new DistillException(
                "Two models can be compared on the same cases only: "
                + $"one was evaluated on {Count:N0}, the other on {other.Count:N0}. Evaluate both on the same view.");
        }

        var same = Math.Min(rows.AsSpan().CommonPrefixLength(other.rows), labels.AsSpan().CommonPrefixLength(other.labels));
        if (same < Count)
        {
            throw new DistillException(
                $"Two models can be compared on the same cases only: case {same} is row {rows[same]} with label {labels[same]} "
                + $"for one and row {other.rows[same]} with label {other.labels[same]} for the other. "
                + "Evaluate both on the same view, in the same order.");
        }
    }
}
