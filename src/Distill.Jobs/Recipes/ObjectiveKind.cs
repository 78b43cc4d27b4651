namespace Distill.Jobs.Recipes;

/// <summary>What a student minimises when it has a teacher.</summary>
public enum ObjectiveKind
{
    /// <summary>(1 − w)·T²·CE(p^T, q^T) + w·CE(y, q¹) (paper, section 2).</summary>
    Distillation,

    /// <summary>½‖z − v‖²/N on zero-meaned logits, the limit of high temperatures (paper, section 2.1).</summary>
    LogitMatching,
}
