using Distill.Runs;
using Experiments;

namespace Descendants.Plans;

/// <summary>
/// Which of the objectives that came after the paper's pays, by how much, at what cost: on two data sets with a good teacher each, two students, every
/// objective with numbers chosen on held-out examples among equally many, students after their last step.
/// </summary>
internal sealed record ObjectivesExperiment : IExperimentPlan<ObjectivesExperiment>
{
    /// <summary>Whether this is the short form, whose figures mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>A student of each kind for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3, 4, 5];

    /// <summary>The seed of the students that choose numbers; none of <see cref="Seeds"/>.</summary>
    public long TrialSeed { get; init; } = 101;

    /// <summary>The length of their trainings, as a share of the others', more than 0 and at most 1.</summary>
    public double TrialShare { get; init; } = 0.5;

    /// <summary>The first is plain soft targets, against which all others are measured.</summary>
    public IReadOnlyList<ObjectivePlan> Objectives { get; init; } = ObjectivePlans.All;

    /// <summary>28×28 grey images of ten classes.</summary>
    public SetPlan Fashion { get; init; } = SetPlans.Fashion;

    /// <summary>32×32 photographs of 200 classes.</summary>
    public SetPlan Tiny { get; init; } = SetPlans.Tiny;

    /// <summary>The students of Fashion-MNIST as integers.</summary>
    public BitsPlan Bits { get; init; } = new();

    /// <inheritdoc/>
    public ObjectivesExperiment Smoke() => this with
    {
        IsSmoke = true,
        Seeds = [.. Seeds.Take(2)],
        Objectives = [.. Objectives.Where(objective => objective.Name is "distillation" or "correlation" or "attention").Select(objective => objective.Smoke())],
        Fashion = Fashion.Smoke(),
        Tiny = Tiny.Smoke(),
    };

    /// <inheritdoc/>
    public bool HasDataOf(ObjectivesExperiment other) => other is not null && Seeds.SequenceEqual(other.Seeds);

    /// <inheritdoc/>
    public void Validate(string source)
    {
        ProblemList.ThrowIfAny(source, new ProblemList
        {
            { Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count, $"seeds is [{string.Join(", ", Seeds)}]; expected one or more, each once" },
            { Seeds.Contains(TrialSeed), $"trialSeed is {TrialSeed}, which is among the seeds; expected another" },
            { !(TrialShare is > 0 and <= 1), FormattableString.Invariant($"trialShare is {TrialShare}; expected more than 0, at most 1") },
            { Objectives.Count == 0 || Objectives[0].Name != ObjectivePlans.Plain, $"objectives do not begin with {ObjectivePlans.Plain}, against which the others are measured" },
            { Objectives.Select(objective => objective.Name).Distinct(StringComparer.Ordinal).Count() < Objectives.Count, "objectives names one twice" },
            { Objectives.Select(objective => objective.Candidates.Count).Distinct().Count() > 1, "objectives have different numbers of candidates; expected equally many, so that each has the same chance" },
            Objectives.SelectMany(objective => objective.Problems()),
            { "fashion.", Fashion.Problems() },
            { "tiny.", Tiny.Problems() },
            { "bits.", Bits.Problems() },
        });
    }
}
