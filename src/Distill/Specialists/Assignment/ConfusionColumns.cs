namespace Distill.Specialists;

/// <summary>What stands for a class when classes are clustered.</summary>
public enum ConfusionColumns
{
    /// <summary>
    /// Its correlations with all classes, brought to length 1. A class that is seldom predicted with confidence then lies as far
    /// from the others as any, and not close to every centroid for the smallness of its numbers.
    /// </summary>
    Correlation,

    /// <summary>Its column of the covariance matrix as it is: section 5.3 of the paper to the letter.</summary>
    Covariance,
}
