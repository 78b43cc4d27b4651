namespace Distill.Jobs.Recipes;

/// <summary>What a student minimises when it has a teacher.</summary>
public enum ObjectiveKind
{
    /// <summary>(1 − w)·T²·CE(p^T, q^T) + w·CE(y, q¹) (paper, section 2).</summary>
    Distillation,

    /// <summary>½‖z − v‖²/N on zero-meaned logits, the limit of high temperatures (paper, section 2.1).</summary>
    LogitMatching,

    /// <summary><see cref="Objectives.LaterObjectives.Decoupled"/>: the label against all else, and the other classes among each other. It needs labels.</summary>
    Decoupled,

    /// <summary><see cref="Objectives.LaterObjectives.Standardised"/>: standard scores of the logits.</summary>
    Standardised,

    /// <summary><see cref="Objectives.LaterObjectives.Correlation"/>: correlations of the probabilities, over classes and over the batch.</summary>
    Correlation,

    /// <summary><see cref="Objectives.LaterObjectives.JensenShannon"/>: what lies between KL and reverse KL.</summary>
    JensenShannon,

    /// <summary><see cref="Objectives.LaterObjectives.Normalised"/>: the label, and the other classes normalised. It needs labels.</summary>
    Normalised,

    /// <summary><see cref="Objectives.LaterObjectives.MultiLevel"/>: cases, batch and classes, at T from 2 to 6.</summary>
    MultiLevel,
}
