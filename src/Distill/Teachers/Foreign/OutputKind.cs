namespace Distill.Teachers.Foreign;

/// <summary>What the numbers that a foreign model gives are.</summary>
public enum OutputKind
{
    /// <summary>Logits: their softmax is the distribution.</summary>
    Logits,

    /// <summary>Probabilities; their logarithms serve as logits, which they equal up to a constant of each row.</summary>
    Probabilities,

    /// <summary>Logarithms of probabilities, which serve as logits too.</summary>
    LogProbabilities,
}
