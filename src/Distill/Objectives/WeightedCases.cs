using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>An objective whose cases count by what their teacher answers, at the objective's own temperature.</summary>
internal sealed class WeightedCases : IObjective
{
    private readonly IObjective objective;
    private readonly CaseWeight weight;

    /// <summary>Weighs the cases of <paramref name="objective"/>.</summary>
    /// <param name="objective">One with a teacher.</param>
    /// <param name="weight">From 0 to 1 for each case.</param>
    /// <exception cref="DistillException">The objective has no teacher.</exception>
    public WeightedCases(IObjective objective, CaseWeight weight)
    {
        ArgumentNullException.ThrowIfNull(objective);
        if (objective.TeacherTemperature is null)
        {
            throw new DistillException($"Weighted cases: '{objective.Description}' has no teacher to weigh cases by; give an objective with one.");
        }

        (this.objective, this.weight) = (objective, weight);
    }

    /// <inheritdoc/>
    public string Description => $"{objective.Description}, cases weighed by the teacher's {weight switch
    {
        CaseWeight.Confidence => "confidence",
        CaseWeight.Certainty => "certainty",
        CaseWeight.Agreement => "agreement",
        _ => "probability of the label",
    }}";

    /// <inheritdoc/>
    public double? TeacherTemperature => objective.TeacherTemperature;

    /// <inheritdoc/>
    public bool NeedsLabels => objective.NeedsLabels || weight == CaseWeight.Label;

    /// <inheritdoc/>
    public bool NeedsAgreement => objective.NeedsAgreement || weight == CaseWeight.Agreement;

    /// <inheritdoc/>
    public bool ComparesCases => objective.ComparesCases;

    /// <inheritdoc/>
    public IObjective At(long done, long steps) =>
        ScheduledObjective.Changes(objective) ? new WeightedCases(objective.At(done, steps), weight) : this;

    /// <inheritdoc/>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        using var scope = NewDisposeScope();
        var losses = objective.Losses(logits, labels, targets);
        return losses.mul(Weights(logits, labels, targets)).MoveToOuterDisposeScope();
    }

    private Tensor Weights(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        if (weight == CaseWeight.Label)
        {
            ObjectiveArguments.CheckLabels(logits, labels);
            ObjectiveArguments.CheckDenseTargets(logits, targets, objective.TeacherTemperature!.Value, "weighing by the label");
            return TeacherAnswers.OfLabel(TeacherAnswers.Of(logits, targets!), labels).exp();
        }

        if (weight == CaseWeight.Agreement)
        {
            return targets?.Agreement ?? throw new ArgumentException("the targets do not say how much teachers agree; ask with TargetsWithAgreement", nameof(targets));
        }

        var given = TeacherAnswers.Of(logits, targets!);
        if (weight == CaseWeight.Confidence)
        {
            // The last column of top-k targets is no class, and all the others together may outweigh the first.
            var classes = targets!.Support is { } support ? given.narrow(1, 0, support.shape[1]) : given;
            return classes.amax([1]).exp();
        }

        return TeacherAnswers.Certainty(given);
    }
}
