namespace Distill.Models.Import;

/// <summary>How weights of another program are taken over.</summary>
public sealed record WeightImportOptions
{
    /// <summary>What their names are here; null when they are the same, or to be found by the order of the layers.</summary>
    public NameMap? Map { get; init; }

    /// <summary>
    /// Whether file and model must have the same tensors (the default). Otherwise what the file lacks, or holds in
    /// another shape, keeps the model's own numbers, and what is left over in the file is left out.
    /// </summary>
    public bool Strict { get; init; } = true;
}
