namespace Distill.Jobs.Recipes;

/// <summary>Which training examples a row of a comparison sees.</summary>
public enum RowExamples
{
    /// <summary>The part for which the student's team has labels.</summary>
    Labelled,

    /// <summary>All that is not held out.</summary>
    All,

    /// <summary>All that is not held out, and <see cref="DataRecipe.Unlabelled"/>.</summary>
    WithUnlabelled,
}
