namespace Distill.Objectives;

/// <summary>How much a case counts, by what its teacher answers.</summary>
public enum CaseWeight
{
    /// <summary>The probability of the teacher's first class.</summary>
    Confidence,

    /// <summary>1 − H(p)/log N, with H the entropy of the teacher's distribution over N outcomes: 1 where it is sure, 0 where it knows nothing.</summary>
    Certainty,

    /// <summary>The probability of the label: a teacher that is wrong counts little. It needs labels and the answers to all classes.</summary>
    Label,

    /// <summary>How much several teachers agree (<see cref="SoftTargets.Agreement"/>): 1 where all answer the same.</summary>
    Agreement,
}
