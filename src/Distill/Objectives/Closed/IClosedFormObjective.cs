using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>
/// An objective that also gives its gradient in closed form, in one pass over the logits: many times faster than
/// libtorch's way through a dozen small operations and back, which on small nets is a tenth of a step.
/// </summary>
public interface IClosedFormObjective : IObjective
{
    /// <summary>The mean of <see cref="IObjective.Losses"/> over the batch, and its gradient.</summary>
    /// <param name="logits">The student's logits, [batch, classes], contiguous.</param>
    /// <param name="labels">[batch], int64. Not read unless <see cref="IObjective.NeedsLabels"/>.</param>
    /// <param name="targets">At <see cref="IObjective.TeacherTemperature"/>; null when that is null.</param>
    /// <returns>Null where only <see cref="IObjective.Losses"/> serves: other types than float32, or tensors that do not lie row by row in the computer's memory.</returns>
    /// <exception cref="ArgumentException">As for <see cref="IObjective.Losses"/>; or a label is no class.</exception>
    (double MeanLoss, Tensor Gradient)? MeanLoss(Tensor logits, Tensor labels, SoftTargets? targets);

    /// <summary>The same for dense rows in memory; the gradient is written into them.</summary>
    /// <param name="rows">Logits; labels and targets where the objective reads them.</param>
    /// <exception cref="ArgumentException">Labels or targets that the objective reads are missing or too few, or a label is no class.</exception>
    double MeanLoss(LogitRows rows);
}
