namespace Distill.Training.Schedules;

/// <summary>The same rate at every step after the warm-up.</summary>
public sealed record ConstantRate : RateSchedule
{
    private protected override double Decay(long step, TrainingLength length) => 1;
}
