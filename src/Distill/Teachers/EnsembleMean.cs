namespace Distill.Teachers;

/// <summary>How an ensemble averages the distributions of its members (the paper's section 2 names both).</summary>
public enum EnsembleMean
{
    /// <summary>
    /// The weighted mean of the members' probabilities at T. Not the softened mean: each temperature needs the members.
    /// </summary>
    Arithmetic,

    /// <summary>
    /// The weighted mean of the members' log-probabilities, renormalised: the softmax of the mean logits divided by T.
    /// </summary>
    Geometric,
}
