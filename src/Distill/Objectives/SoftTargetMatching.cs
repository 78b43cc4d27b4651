using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// T²·CE(p^T, q^T), with p^T the teacher's distribution and q^T the student's, both at T (paper, section 2). T² keeps
/// the gradient's size the same at every temperature. No label is read.
/// </summary>
public sealed class SoftTargetMatching : IClosedFormObjective
{
    private readonly double temperature;

    /// <summary>Matches at <paramref name="temperature"/>, within the range of <see cref="Temperatures"/>.</summary>
    /// <exception cref="DistillException">The temperature is out of range.</exception>
    public SoftTargetMatching(double temperature)
    {
        foreach (var problem in Temperatures.Problems(temperature))
        {
            throw new DistillException($"Matching soft targets: {problem}.");
        }

        this.temperature = temperature;
    }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"soft targets at T = {temperature}");

    /// <inheritdoc/>
    public double? TeacherTemperature => temperature;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <inheritdoc/>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckTargets(logits, targets, temperature);
        using var logProbabilities = StudentOutcomes.LogProbabilities(logits, targets!.Support, temperature);
        using var given = targets.LogProbabilities.to(logits.dtype);
        using var teacher = given.exp();
        using var products = teacher * logProbabilities;
        using var sums = products.sum(1);
        return sums.Times(-temperature * temperature);
    }

    /// <inheritdoc/>
    public (double MeanLoss, Tensor Gradient)? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckTargets(logits, targets, temperature);
        return ClosedForm.MeanLoss(logits, labels, targets, temperature, hardWeight: 0);
    }

    /// <inheritdoc/>
    public double MeanLoss(LogitRows rows)
    {
        ObjectiveArguments.CheckRows(rows, readsLabels: false, readsTargets: true);
        return ClosedForm.MeanLoss(rows, temperature, hardWeight: 0);
    }
}
