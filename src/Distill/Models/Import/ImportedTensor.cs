namespace Distill.Models.Import;

/// <summary>One tensor that was taken over.</summary>
/// <param name="Theirs">Its name in the file.</param>
/// <param name="Ours">Its name in the model.</param>
/// <param name="Type">Its element type in the file, for example "f16"; the model's is float32.</param>
/// <param name="Shape">Its sizes, the same in both.</param>
public sealed record ImportedTensor(string Theirs, string Ours, string Type, IReadOnlyList<long> Shape);
