using System.Globalization;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>A weighted sum of objectives on the same student logits, such as a later objective beside the labels.</summary>
internal sealed class WeightedObjectives : IObjective
{
    private readonly (double Weight, IObjective Objective)[] parts;

    /// <summary>Sums objectives of which those with a teacher want it at one temperature.</summary>
    /// <param name="parts">At least one; the weights finite and above 0.</param>
    /// <exception cref="DistillException">There is none, a weight is out of range, or two want the teacher at different temperatures.</exception>
    public WeightedObjectives(params IReadOnlyList<(double Weight, IObjective Objective)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        this.parts = [.. parts];
        double[] temperatures = [.. parts.Select(part => part.Objective.TeacherTemperature).OfType<double>().Distinct()];
        ProblemList.ThrowIfAny("Weighted objectives", new ProblemList
        {
            { parts.Count == 0, "there is no objective; expected at least one" },
            parts.Where(part => !double.IsFinite(part.Weight) || part.Weight <= 0)
                .Select(part => FormattableString.Invariant($"the weight of '{part.Objective.Description}' is {part.Weight}; expected a finite number above 0")),
            {
                temperatures.Length > 1,
                $"the teacher is wanted at T = {string.Join(" and ", temperatures.Select(value => value.ToString(CultureInfo.InvariantCulture)))}; expected one temperature"
            },
        });
        TeacherTemperature = temperatures.Length > 0 ? temperatures[0] : null;
    }

    /// <inheritdoc/>
    public string Description => string.Join(
        ", ", parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Objective.Description} at weight {part.Weight}")));

    /// <inheritdoc/>
    public double? TeacherTemperature { get; }

    /// <inheritdoc/>
    public bool NeedsLabels => parts.Any(part => part.Objective.NeedsLabels);

    /// <inheritdoc/>
    public bool NeedsAgreement => parts.Any(part => part.Objective.NeedsAgreement);

    /// <inheritdoc/>
    public bool ComparesCases => parts.Any(part => part.Objective.ComparesCases);

    /// <inheritdoc/>
    public IObjective At(long done, long steps) => parts.Any(part => ScheduledObjective.Changes(part.Objective))
        ? new WeightedObjectives([.. parts.Select(part => (part.Weight, part.Objective.At(done, steps)))])
        : this;

    /// <inheritdoc/>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        using var scope = NewDisposeScope();
        return parts
            .Select(part => part.Objective.Losses(logits, labels, part.Objective.TeacherTemperature is null ? null : targets).Times(part.Weight))
            .Aggregate((sum, losses) => sum.Plus(losses))
            .MoveToOuterDisposeScope();
    }
}
