using Distill.Experiments.Recipes;

namespace Distill.Experiments.Comparisons;

/// <summary>The students of one row, one a seed.</summary>
internal sealed record RowStudents(RowRecipe Row, long Examples, double? Temperature, double HardWeight, IReadOnlyList<(long Seed, Member Student)> Students);
