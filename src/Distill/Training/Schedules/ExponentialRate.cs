namespace Distill.Training.Schedules;

/// <summary>Multiplies the rate by the same factor over each epoch, smoothly within it.</summary>
public sealed record ExponentialRate : RateSchedule
{
    /// <summary>The rate after an epoch as a share of the rate before it. Greater than 0, at most 1.</summary>
    public required double FactorPerEpoch { get; init; }

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (FactorPerEpoch is not (> 0 and <= 1))
        {
            yield return $"schedule.factorPerEpoch is {FactorPerEpoch}; expected more than 0, at most 1";
        }
    }

    private protected override double Decay(long step, TrainingLength length) =>
        Math.Pow(FactorPerEpoch, (double)step / length.StepsPerEpoch);
}
