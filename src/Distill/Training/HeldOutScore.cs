namespace Distill.Training;

/// <summary>How the float32 student did on the held-out examples at some step.</summary>
/// <param name="Step">Steps done by then.</param>
/// <param name="Epoch">Epochs done by then.</param>
/// <param name="Cases">Held-out examples.</param>
/// <param name="Errors">Cases whose most probable class is not the label.</param>
/// <param name="Nll">Mean of −log p(label) at T = 1, in nats.</param>
public sealed record HeldOutScore(long Step, double Epoch, long Cases, long Errors, double Nll)
{
    /// <summary>Fewer errors are better; of equally many, the lower NLL; of equal scores, the earlier.</summary>
    public bool IsBetterThan(HeldOutScore? other) =>
        other is null || Errors < other.Errors || (Errors == other.Errors && Nll < other.Nll);
}
