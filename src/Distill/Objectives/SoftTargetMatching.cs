using System.Globalization;
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
        using var compared = OnSupport(logits, targets!.Support);
        using var logProbabilities = compared.log_softmax(1);
        using var given = targets.LogProbabilities.to(logits.dtype);
        using var teacher = given.exp();
        using var products = teacher * logProbabilities;
        using var sums = products.sum(1);
        return sums.Times(-temperature * temperature);
    }

    /// <inheritdoc/>
    public LossAndGradient? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets)
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

    // Logits divided by T, [batch, classes]; on a support [batch, k + 1], where the last column stands for all other
    // classes: the logarithm of the sum of their exponentials. That sum is taken over them alone, because 1 − Σ of
    // the others is 0 or noise where they hold almost everything.
    private Tensor OnSupport(Tensor logits, Tensor? support)
    {
        if (support is null)
        {
            return logits.DividedBy(temperature);
        }

        using var chosen = logits.gather(1, support);
        using var scaled = chosen.DividedBy(temperature);
        using var others = logits.DividedBy(temperature);
        using var nothing = TensorArithmetic.Filled(support.shape, double.NegativeInfinity, others.dtype);
        using var masked = others.scatter_(1, support, nothing);
        using var rest = masked.logsumexp(1, keepdim: true);
        return cat([scaled, rest], 1);
    }
}
