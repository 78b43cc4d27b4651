using Distill.Models;
using Distill.Runs;
using Distill.Training;
using Distill.Training.Schedules;

namespace Hinton2015.Specialists;

/// <summary>The net that has all classes, trained until its held-out accuracy has stopped.</summary>
internal sealed record GeneralistPlan
{
    /// <summary>Six convolutions and the classes.</summary>
    public NetworkSpec Network { get; init; } = new ConvNetSpec { Channels = [32, 64, 128], Depth = 2, Hidden = 0 };

    /// <summary>How it is trained first; the seed is the experiment's.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 20, rate: 0.003);

    /// <summary>
    /// Then it is trained on for so many epochs at a time, 1 or more, until no epoch of them has more held-out images right than the best
    /// before: a generalist with nothing left to gain.
    /// </summary>
    public int StopAfter { get; init; } = 5;

    /// <summary>The learning rate of these epochs.</summary>
    public double LastRate { get; init; } = 0.0001;

    /// <summary>At most so many times, 0 or more; a generalist that still gains then is said to.</summary>
    public int MostTimes { get; init; } = 4;

    internal TrainingOptions Further => Training with { Duration = Duration.Epochs(StopAfter), Schedule = new ConstantRate { Rate = LastRate } };

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { StopAfter < 1, $"stopAfter is {StopAfter}; expected 1 or more" },
        { !(LastRate > 0 && double.IsFinite(LastRate)), $"lastRate is {LastRate}; expected more than 0" },
        { MostTimes < 0, $"mostTimes is {MostTimes}; expected 0 or more" },
        Plans.TrainingProblems(Training),
    };

    internal GeneralistPlan Smoke() => this with
    {
        Network = new ConvNetSpec { Channels = [4, 8], Hidden = 0 },
        Training = Plans.Brief(Training),
        StopAfter = 1,
        MostTimes = 1,
    };
}
