namespace Distill.Models.Import;

/// <summary>What was taken over from a file.</summary>
/// <param name="MatchedBy">How the tensors were told apart.</param>
/// <param name="Imported">The tensors that were taken over, in the model's order.</param>
/// <param name="Kept">Tensors of the model that kept their own numbers: the file lacks them, or holds them in another shape.</param>
/// <param name="Unused">Tensors of the file that the model has no place for, or that the map leaves out.</param>
public sealed record WeightImportOutcome(
    MatchedBy MatchedBy,
    IReadOnlyList<ImportedTensor> Imported,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> Unused);
