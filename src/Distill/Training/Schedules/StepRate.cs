namespace Distill.Training.Schedules;

/// <summary>Multiplies the rate by a factor each time a length has passed, for example halves it every 100 epochs.</summary>
public sealed record StepRate : RateSchedule
{
    /// <summary>The length of each stair. Greater than 0.</summary>
    public required Duration Every { get; init; }

    /// <summary>What the rate is multiplied by. Greater than 0, at most 1; default 0.1.</summary>
    public double Factor { get; init; } = 0.1;

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (!Every.IsPositive)
        {
            yield return $"schedule.every is {Every}; expected more than 0";
        }

        if (Factor is not (> 0 and <= 1))
        {
            yield return $"schedule.factor is {Factor}; expected more than 0, at most 1";
        }
    }

    private protected override double Decay(long step, TrainingLength length) =>
        Math.Pow(Factor, step / Every.ToSteps(length.StepsPerEpoch));
}
