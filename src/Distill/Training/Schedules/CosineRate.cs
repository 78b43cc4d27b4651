namespace Distill.Training.Schedules;

/// <summary>Falls along half a cosine from the rate to a share of it at the end of training.</summary>
public sealed record CosineRate : RateSchedule
{
    /// <summary>The rate at the end as a share of <see cref="RateSchedule.Rate"/>, 0 to 1; default 0.</summary>
    public double FinalShare { get; init; }

    internal override IEnumerable<string> Problems()
    {
        foreach (var problem in base.Problems())
        {
            yield return problem;
        }

        if (FinalShare is not (>= 0 and <= 1))
        {
            yield return $"schedule.finalShare is {FinalShare}; expected 0 to 1";
        }
    }

    private protected override double Decay(long step, TrainingLength length)
    {
        var done = Math.Clamp((double)step / Math.Max(1, length.Steps), 0, 1);
        return FinalShare + (1 - FinalShare) * (1 + Math.Cos(Math.PI * done)) / 2;
    }
}
