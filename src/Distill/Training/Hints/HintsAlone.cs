using Distill.Objectives;
using static TorchSharp.torch;

namespace Distill.Training.Hints;

/// <summary>
/// No loss on the answers: the first stage of a training in stages, in which hidden layers follow a teacher's
/// (<c>TrainingTask.Hints</c>) and the last layer keeps its first weights. It needs neither labels nor soft targets.
/// </summary>
internal sealed class HintsAlone : IObjective
{
    /// <inheritdoc/>
    public string Description => "hints alone";

    /// <inheritdoc/>
    public double? TeacherTemperature => null;

    /// <inheritdoc/>
    public bool NeedsLabels => false;

    /// <summary>Zeros, without gradients.</summary>
    /// <inheritdoc/>
    public Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets)
    {
        ObjectiveArguments.CheckLogits(logits);
        return zeros(logits.shape[0], logits.dtype, logits.device);
    }
}
