using System.Text.Json.Serialization;

namespace Distill.Training.Schedules;

/// <summary>
/// The learning rate of each step, a function of the step alone, so that a resumed training needs no more than its
/// step. In JSON the key "kind" says which: constant, step, exponential or cosine.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstantRate), "constant")]
[JsonDerivedType(typeof(StepRate), "step")]
[JsonDerivedType(typeof(ExponentialRate), "exponential")]
[JsonDerivedType(typeof(CosineRate), "cosine")]
public abstract record RateSchedule
{
    /// <summary>The rate after the warm-up, before any decay. Greater than 0, at most 1000.</summary>
    public required double Rate { get; init; }

    /// <summary>Over this length the rate rises in equal parts, reaching <see cref="Rate"/> at its end. Default none.</summary>
    public Duration? WarmUp { get; init; }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">The number of steps done before this one, from 0.</param>
    /// <param name="length">The length of the entire training.</param>
    internal double At(long step, TrainingLength length)
    {
        var warmUp = WarmUpSteps(length);
        return step < warmUp ? Rate * (step + 1) / warmUp : Rate * Decay(step - warmUp, length with { Steps = length.Steps - warmUp });
    }

    /// <summary>What is out of range, one sentence each.</summary>
    internal virtual IEnumerable<string> Problems()
    {
        if (Rate is not (> 0 and <= 1000))
        {
            yield return $"schedule.rate is {Rate}; expected more than 0, at most 1000";
        }

        if (WarmUp is { IsPositive: false } warmUp)
        {
            yield return $"schedule.warmUp is {warmUp}; expected more than 0, or leave it out";
        }
    }

    internal long WarmUpSteps(TrainingLength length) => WarmUp?.ToSteps(length.StepsPerEpoch) ?? 0;

    /// <summary>The factor on <see cref="Rate"/>, for steps counted from the end of the warm-up.</summary>
    private protected abstract double Decay(long step, TrainingLength length);
}
