namespace Distill.Targets;

/// <summary>What a store keeps for each example, and so which temperatures it serves.</summary>
public enum TargetKind
{
    /// <summary>Logits of one model or of a geometric mean, a number for each class. Serves every temperature.</summary>
    Logits,

    /// <summary>Logits of each member of an average that has none of its own, such as an arithmetic mean. Serves every temperature.</summary>
    Members,

    /// <summary>Log-probabilities at one temperature, a number for each class. Serves that temperature alone.</summary>
    Distribution,

    /// <summary>
    /// The k most probable classes, and the probability of all others together at each temperature asked for. Serves
    /// exactly these temperatures.
    /// </summary>
    TopK,

    /// <summary>Vectors that students follow, each number in f16. No soft targets, so no temperature.</summary>
    Vectors,

    /// <summary>The same with a byte for each number, and a scale for each vector.</summary>
    ByteVectors,
}
