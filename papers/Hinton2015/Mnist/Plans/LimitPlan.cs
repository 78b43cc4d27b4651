using Distill.Models;
using Distill.Training;

namespace Hinton2015.Mnist;

/// <summary>"In the high temperature limit, distillation is equivalent to minimizing ½(z − v)²" (section 2.1).</summary>
internal sealed record LimitPlan
{
    /// <summary>Two hidden layers of 800.</summary>
    public MlpSpec Network { get; init; } = Plans.PlainNet;

    /// <summary>The temperatures that stand beside logit matching.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [20, 50, 100, 1000];

    /// <summary>One student of each temperature, and of logit matching, for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>How they are trained.</summary>
    public TrainingOptions Training { get; init; } = Plans.AdamTraining(epochs: 10);

    internal IEnumerable<string> Problems() => Plans.Problems(Seeds, Temperatures, 0, Training);

    internal LimitPlan Smoke() => this with { Seeds = [.. Seeds.Take(1)], Training = Plans.Brief(Training) };
}
