namespace Distill.Images;

/// <summary>Which file becomes which example.</summary>
/// <param name="Rows">The row of each image, by its name as the files give it.</param>
/// <param name="Labels">By row; −1 without label.</param>
/// <param name="ClassNames">By label.</param>
internal sealed record ImagePlan(IReadOnlyDictionary<string, int> Rows, int[] Labels, IReadOnlyList<string> ClassNames);
