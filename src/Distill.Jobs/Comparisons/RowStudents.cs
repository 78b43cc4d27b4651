using Distill.Jobs.Recipes;

namespace Distill.Jobs.Comparisons;

/// <summary>The students of one row, one a seed.</summary>
internal sealed record RowStudents(
    RowRecipe Row, long Examples, double? Temperature, double HardWeight, IReadOnlyList<(long Seed, Member Student)> Students, string? Objective);
