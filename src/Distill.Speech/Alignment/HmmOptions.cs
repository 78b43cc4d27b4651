using Distill.Runs;

namespace Distill.Speech.Alignment;

/// <summary>How Gaussians are trained.</summary>
public sealed record HmmOptions
{
    /// <summary>The most re-estimations, 1 to 1,000; default 40.</summary>
    public int MaxIterations { get; init; } = 40;

    /// <summary>Stop when a re-estimation gains less than this in log-likelihood a frame, 0 or more; default 0.001.</summary>
    public double Tolerance { get; init; } = 0.001;

    /// <summary>The least variance of a state as a share of the variance of all frames, more than 0 to 1; default 0.01.</summary>
    public double VarianceFloor { get; init; } = 0.01;

    /// <summary>The share of an utterance's frames at each end that counts as silence at the start, 0 to less than 0.5; default 0.2.</summary>
    public double SilenceShare { get; init; } = 0.2;

    /// <summary>Throws when anything is out of range.</summary>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public void Validate() => ProblemList.ThrowIfAny("The options of the Gaussians are out of range", new ProblemList
    {
        { MaxIterations is not (>= 1 and <= 1000), FormattableString.Invariant($"maxIterations is {MaxIterations}; expected 1 to 1000") },
        { Tolerance is not (>= 0 and < double.PositiveInfinity), FormattableString.Invariant($"tolerance is {Tolerance}; expected 0 or more") },
        { SilenceShare is not (>= 0 and < 0.5), FormattableString.Invariant($"silenceShare is {SilenceShare}; expected 0 or more, less than 0.5") },
        { VarianceFloor is not (> 0 and <= 1), FormattableString.Invariant($"varianceFloor is {VarianceFloor}; expected more than 0, at most 1") },
    });
}
