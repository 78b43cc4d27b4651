namespace Distill.Runs.Results;

/// <summary>Student's paired t-test over seeds.</summary>
/// <param name="P">Two-sided p; 1 where all differences are 0.</param>
/// <param name="N">How many seeds.</param>
internal sealed record SeedsTest(double P, int N);
