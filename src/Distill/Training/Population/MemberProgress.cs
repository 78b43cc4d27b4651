namespace Distill.Training.Population;

/// <summary>The numbers of one member in a checkpoint.</summary>
/// <param name="LossSum">Sum of its training losses since the last record of metrics.</param>
/// <param name="LossSteps">Steps in that sum.</param>
/// <param name="Last">Its held-out score at this step; null when there was none at it.</param>
/// <param name="Best">Its best held-out score so far; null when there was none.</param>
/// <param name="Failure">Why it stopped; null while it goes on.</param>
internal sealed record MemberProgress(
    double LossSum, long LossSteps, HeldOutScore? Last = null, HeldOutScore? Best = null, string? Failure = null);
