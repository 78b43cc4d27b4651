using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// ½‖z − v‖²/N, with z the student's and v the teacher's logits, each zero-meaned over the case's N classes: what
/// <see cref="SoftTargetMatching"/> tends to as T grows (paper, section 2.1). v is the zero-meaned log-probabilities at
/// T = 1, so targets must be dense.
/// </summary>
public sealed class LogitMatching : IObjective
{
    /// <inheritdoc/>
    public string Description => "matching of logits";

    /// <summary>1: log-probabilities at T = 1 are the logits but for a number added to each row.</summary>
    public double? TeacherTemperature => 1;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">As for every objective; also where the targets are sparse.</exception>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckDenseTargets(logits, targets, 1, "logit matching");
        using var teacher = targets!.LogProbabilities.to(logits.dtype);
        using var difference = logits - teacher;
        // The variance of z − v over the classes is the mean square of the zero-meaned z less the zero-meaned v.
        using var variance = difference.var(1, unbiased: false);
        return variance.Times(0.5);
    }
}
