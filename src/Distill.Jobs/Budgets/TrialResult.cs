namespace Distill.Jobs.Budgets;

/// <summary>How good a student within a budget was after a short training, as its file answers.</summary>
/// <param name="Candidate">The student.</param>
/// <param name="Share">The length of its training, as a share of the whole one.</param>
/// <param name="Errors">Wrong answers of its file to held-out examples.</param>
/// <param name="Cases">Held-out examples.</param>
/// <param name="Seconds">What training and judging took.</param>
internal sealed record TrialResult(BudgetCandidate Candidate, double Share, long Errors, long Cases, double Seconds)
{
    /// <summary>Its model, float32, within the run.</summary>
    public required string Model { get; init; }

    /// <summary>The share of right answers.</summary>
    internal double Accuracy => 1 - ((double)Errors / Cases);
}
