using System.Globalization;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// The paper's weighted mean (section 2): (1 − w)·T²·CE(p^T, q^T) + w·CE(y, q¹), both on the same student logits.
/// With w = 0 no label is read, with w = 1 no teacher.
/// </summary>
public sealed class Distillation : IClosedFormObjective
{
    private readonly SoftTargetMatching soft;
    private readonly HardLabels hard = new();
    private readonly double hardWeight;

    /// <summary>Distils at <paramref name="temperature"/>.</summary>
    /// <param name="temperature">T, within the range of <see cref="Temperatures"/>.</param>
    /// <param name="hardWeight">w, 0 to 1. The paper advises a considerably lower weight than the soft term's.</param>
    /// <exception cref="DistillException">Names everything that is out of range.</exception>
    public Distillation(double temperature, double hardWeight)
    {
        string[] problems = [.. Problems(temperature, hardWeight)];
        if (problems.Length > 0)
        {
            throw new DistillException($"Distillation: {string.Join("; ", problems)}.");
        }

        soft = new SoftTargetMatching(temperature);
        this.hardWeight = hardWeight;
    }

    /// <inheritdoc/>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"{soft.Description}, {hard.Description} at weight {hardWeight}");

    /// <inheritdoc/>
    public double? TeacherTemperature => hardWeight < 1 ? soft.TeacherTemperature : null;

    /// <inheritdoc/>
    public bool NeedsLabels => hardWeight > 0;

    /// <summary>A sentence for each thing that is out of range; none when nothing is.</summary>
    public static IEnumerable<string> Problems(double temperature, double hardWeight) => new ProblemList
    {
        Temperatures.Problems(temperature),
        { hardWeight is not (>= 0 and <= 1), $"hard weight is {hardWeight}; expected 0 to 1" },
    };

    /// <inheritdoc/>
    /// <remarks>With w above 0 every case needs a label: one of −1 makes libtorch throw, whatever the soft term.</remarks>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        if (!NeedsLabels)
        {
            return soft.Losses(logits, labels, targets);
        }

        var hardLosses = hard.Losses(logits, labels, null);
        if (TeacherTemperature is null)
        {
            return hardLosses;
        }

        using var softLosses = soft.Losses(logits, labels, targets);
        using var softPart = softLosses.Times(1 - hardWeight);
        using (hardLosses)
        {
            return softPart.Plus(hardLosses, hardWeight);
        }
    }

    /// <inheritdoc/>
    public (double MeanLoss, Tensor Gradient)? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        if (NeedsLabels)
        {
            ObjectiveArguments.CheckLabels(logits, labels);
        }

        if (TeacherTemperature is { } temperature)
        {
            ObjectiveArguments.CheckTargets(logits, targets, temperature);
            return ClosedForm.MeanLoss(logits, labels, targets, temperature, hardWeight);
        }

        return ClosedForm.MeanLoss(logits, labels, null, temperature: 1, hardWeight);
    }

    /// <inheritdoc/>
    public double MeanLoss(LogitRows rows)
    {
        ObjectiveArguments.CheckRows(rows, NeedsLabels, TeacherTemperature is not null);
        return ClosedForm.MeanLoss(rows, TeacherTemperature ?? 1, hardWeight);
    }
}
