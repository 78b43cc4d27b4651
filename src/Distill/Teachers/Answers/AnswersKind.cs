namespace Distill.Teachers.Answers;

/// <summary>What the numbers of answers are.</summary>
public enum AnswersKind
{
    /// <summary>Probabilities at T = 1. What they lack of one belongs to the classes that are not named.</summary>
    Probabilities,

    /// <summary>Natural logarithms of such probabilities.</summary>
    LogProbabilities,

    /// <summary>Logits of all classes.</summary>
    Logits,

    /// <summary>How many people chose each class. A class that is not named has none.</summary>
    Counts,
}
