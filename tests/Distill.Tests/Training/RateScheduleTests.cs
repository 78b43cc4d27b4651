using Distill.Training;
using Distill.Training.Schedules;

namespace Distill.Tests.Training;

public sealed class RateScheduleTests
{
    private static readonly TrainingLength Length = new(Steps: 100, StepsPerEpoch: 10);

    [Fact]
    public void ConstantStaysAfterALinearWarmUp()
    {
        var schedule = new ConstantRate { Rate = 0.5, WarmUp = Duration.Steps(5) };

        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.5], Enumerable.Range(0, 6).Select(step => Math.Round(schedule.At(step, Length), 12)));
        Assert.Equal(0.5, schedule.At(99, Length));
    }

    [Fact]
    public void StepHalvesEachTimeItsLengthHasPassed()
    {
        var schedule = new StepRate { Rate = 8, Every = Duration.Epochs(2), Factor = 0.5 };

        Assert.Equal([8, 8, 4, 4, 2], new[] { 0, 19, 20, 39, 40 }.Select(step => schedule.At(step, Length)));
    }

    [Fact]
    public void ExponentialReachesItsFactorAfterAnEpoch()
    {
        var schedule = new ExponentialRate { Rate = 1, FactorPerEpoch = 0.998 };

        Assert.Equal(1, schedule.At(0, Length));
        Assert.Equal(Math.Sqrt(0.998), schedule.At(5, Length), 1e-15);
        Assert.Equal(0.998 * 0.998, schedule.At(20, Length), 1e-15);
    }

    [Fact]
    public void CosineFallsFromTheRateToItsFinalShare()
    {
        var schedule = new CosineRate { Rate = 2, FinalShare = 0.1, WarmUp = Duration.Epochs(2) };

        Assert.Equal(2, schedule.At(20, Length));
        Assert.Equal(1.1, schedule.At(60, Length), 1e-12);
        Assert.Equal(0.2, schedule.At(100, Length), 1e-12);
        Assert.Equal(2.0 / 20, schedule.At(0, Length), 1e-12);
    }

    [Fact]
    public void AWarmUpAsLongAsTrainingNeverDecays()
    {
        var schedule = new CosineRate { Rate = 1, WarmUp = Duration.Steps(100) };

        Assert.Equal(1, schedule.At(99, Length));
    }
}
