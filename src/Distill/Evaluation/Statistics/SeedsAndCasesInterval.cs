namespace Distill.Evaluation;

/// <summary>A mean over seeds and cases, with an interval for other seeds and other cases.</summary>
/// <param name="Mean">The mean itself.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Confidence">For example 0.95.</param>
/// <param name="PValue">Two-sided: how probable a mean this far from 0 or farther is, if the true one is 0.</param>
/// <param name="DegreesOfFreedom">Of Student's t: near the number of seeds where seeds decide, near that of cases where cases do.</param>
/// <param name="Seeds">How many seeds; with one, other seeds are not spoken of.</param>
/// <param name="Cases">How many cases.</param>
public sealed record SeedsAndCasesInterval(
    double Mean, double Low, double High, double Confidence, double PValue, double DegreesOfFreedom, int Seeds, int Cases);
