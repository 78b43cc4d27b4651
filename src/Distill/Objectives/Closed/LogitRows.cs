namespace Distill.Objectives;

/// <summary>A batch as plain memory, row after row: for callers that hold the logits of many students in one tensor.</summary>
/// <param name="logits">[batch, classes].</param>
/// <param name="classes">How many classes there are.</param>
/// <param name="labels">[batch]; empty where no label is read.</param>
/// <param name="targets">[batch, classes] log-probabilities of a teacher; empty where there is none.</param>
/// <param name="gradient">[batch, classes]: takes the gradient of the mean loss in the logits.</param>
public readonly ref struct LogitRows(
    ReadOnlySpan<float> logits, int classes, ReadOnlySpan<long> labels, ReadOnlySpan<float> targets, Span<float> gradient)
{
    /// <summary>[batch, classes].</summary>
    public ReadOnlySpan<float> Logits { get; } = logits;

    /// <summary>How many classes there are.</summary>
    public int Classes { get; } = classes;

    /// <summary>[batch]; empty where no label is read.</summary>
    public ReadOnlySpan<long> Labels { get; } = labels;

    /// <summary>[batch, classes] log-probabilities of a teacher at the objective's temperature; empty where there is none.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;

    /// <summary>[batch, classes]: takes the gradient of the mean loss in the logits.</summary>
    public Span<float> Gradient { get; } = gradient;

    /// <summary>How many rows there are.</summary>
    public int Count => Logits.Length / Classes;
}
