namespace Distill.Evaluation;

/// <summary>
/// How many cases of each class were predicted as which. Only pairs that occur take memory, so 15,000 classes cost no
/// more than the cases do.
/// </summary>
public sealed class ConfusionCounts
{
    private readonly Dictionary<(int Label, int Predicted), long> wrong;
    private readonly long[] right;
    private readonly long[] cases;

    internal ConfusionCounts(int classes) => (wrong, right, cases) = ([], new long[classes], new long[classes]);

    internal ConfusionCounts(ConfusionCounts other) =>
        (wrong, right, cases) = (new(other.wrong), [.. other.right], [.. other.cases]);

    /// <summary>How many classes there are.</summary>
    public int Classes => right.Length;

    /// <summary>Cases with the label <paramref name="label"/> that were predicted as <paramref name="predicted"/>.</summary>
    public long this[int label, int predicted] =>
        label == predicted ? right[label] : wrong.GetValueOrDefault((label, predicted));

    /// <summary>Cases with the label <paramref name="label"/>.</summary>
    public long Cases(int label) => cases[label];

    /// <summary>
    /// The pairs of different classes with the most cases, most first; equal counts in the order of label, then of
    /// predicted class.
    /// </summary>
    /// <param name="count">How many pairs at most.</param>
    public IReadOnlyList<(int Label, int Predicted, long Count)> MostConfused(int count) =>
    [
        .. wrong.Select(pair => (pair.Key.Label, pair.Key.Predicted, Count: pair.Value))
            .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Label).ThenBy(pair => pair.Predicted)
            .Take(count),
    ];

    internal void Add(int label, int predicted)
    {
        cases[label]++;
        if (label == predicted)
        {
            right[label]++;
        }
        else
        {
            wrong[(label, predicted)] = wrong.GetValueOrDefault((label, predicted)) + 1;
        }
    }
}
