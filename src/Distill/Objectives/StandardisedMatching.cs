using System.Globalization;
using Distill.Objectives.Answers;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// Logit standardisation (Sun et al. 2024): τ²·KL(p‖q), with p and q the softmax of standard scores over τ. The score of a
/// logit is its distance from the mean of the case's logits in standard deviations, so that a student need not have logits
/// of the teacher's size, only of its order and proportions. Scores do not change where all logits of a case are scaled.
/// </summary>
internal sealed class StandardisedMatching : IObjective
{
    private readonly double temperature;

    /// <summary>Matches at <paramref name="temperature"/>, within the range of <see cref="Temperatures"/>; 2 in the paper's tables.</summary>
    /// <exception cref="DistillException">It is out of range.</exception>
    public StandardisedMatching(double temperature)
    {
        ObjectiveNumbers.Check("Matching standardised logits", temperature);
        this.temperature = temperature;
    }

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"standardised logits at T = {temperature}");

    /// <summary>1: log-probabilities at T = 1 are the logits but for a number added to each row, which the scores do not see.</summary>
    public double? TeacherTemperature => 1;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">As for every objective; also where the targets are sparse.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckDenseTargets(logits, targets, 1, "matching of standardised logits");
        using var scope = NewDisposeScope();
        var teacher = TeacherAnswers.Of(logits, targets!);
        var divergence = TeacherAnswers.Divergence(Softened(teacher), Softened(logits));
        return divergence.Times(temperature * temperature).MoveToOuterDisposeScope();
    }

    // The deviation with N − 1 below it, as the authors' code has it. A case whose logits are all equal has scores of 0.
    private Tensor Softened(Tensor logits)
    {
        var centred = logits - logits.mean([1], keepdim: true);
        var variance = centred.mul(centred).sum(1, keepdim: true).DividedBy(Math.Max(1, logits.shape[1] - 1));
        return (centred / variance.NoLessThan(1e-14).sqrt()).DividedBy(temperature).log_softmax(1);
    }
}
