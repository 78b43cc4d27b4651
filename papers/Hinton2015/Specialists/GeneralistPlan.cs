using Distill.Models;
using Distill.Training;

namespace Hinton2015.Specialists;

/// <summary>The net that tells all classes apart.</summary>
public sealed record GeneralistPlan
{
    /// <summary>Six convolutions and the classes.</summary>
    public NetworkSpec Network { get; init; } = new ConvNetSpec { Channels = [16, 32, 64], Depth = 2, Hidden = 0 };

    /// <summary>How it is trained; the seed is the experiment's.</summary>
    public TrainingOptions Training { get; init; } = Plans.Training(epochs: 10, rate: 0.003);

    internal IEnumerable<string> Problems() => Plans.TrainingProblems(Training);

    internal GeneralistPlan Smoke() => this with
    {
        Network = new ConvNetSpec { Channels = [4, 8], Hidden = 0 },
        Training = Plans.Brief(Training),
    };
}
