using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// Cross-entropy with the label at T = 1, −log q_y: training without a teacher, and the second term of the paper's
/// weighted mean (section 2).
/// </summary>
public sealed class HardLabels : IClosedFormObjective
{
    /// <inheritdoc/>
    public string Description => "labels";

    /// <inheritdoc/>
    public double? TeacherTemperature => null;

    /// <inheritdoc/>
    public bool NeedsLabels => true;

    /// <inheritdoc/>
    /// <remarks>A label that is no class, −1 among them, makes libtorch throw; the caller keeps such cases away.</remarks>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckLabels(logits, labels);
        using var logProbabilities = logits.log_softmax(1);
        using var column = labels.unsqueeze(1);
        using var chosen = logProbabilities.gather(1, column);
        using var values = chosen.squeeze(1);
        return values.neg();
    }

    /// <inheritdoc/>
    public (double MeanLoss, Tensor Gradient)? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        ObjectiveArguments.CheckLabels(logits, labels);
        return ClosedForm.MeanLoss(logits, labels, null, temperature: 1, hardWeight: 1);
    }

    /// <inheritdoc/>
    public double MeanLoss(LogitRows rows)
    {
        ObjectiveArguments.CheckRows(rows, readsLabels: true, readsTargets: false);
        return ClosedForm.MeanLoss(rows, temperature: 1, hardWeight: 1);
    }
}
