using Distill.Models;
using Distill.Training;

namespace Distill.Jobs.Recipes;

/// <summary>The student that every row of a comparison trains.</summary>
public sealed record StudentRecipe
{
    /// <summary>Its architecture.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>How it is trained; a row may train for another number of epochs.</summary>
    public TrainingOptions Training { get; init; } = new();
}
