using static TorchSharp.torch;

namespace Distill;

/// <summary>What a student minimises. Pure: the same arguments give the same losses and nothing else changes.</summary>
public interface IObjective
{
    /// <summary>
    /// What it minimises, in words with every number it depends on, for example "soft targets at T = 4, labels at weight
    /// 0.1". Objectives with equal descriptions give equal losses.
    /// </summary>
    string Description { get; }

    /// <summary>The temperature at which the objective wants soft targets, or null when it needs no teacher.</summary>
    double? TeacherTemperature { get; }

    /// <summary>Whether the objective reads labels; a case without a label (−1) is then an error of the caller.</summary>
    bool NeedsLabels { get; }

    /// <summary>Whether the objective reads how much several teachers agree (<see cref="SoftTargets.Agreement"/>).</summary>
    bool NeedsAgreement => false;

    /// <summary>
    /// Whether the loss of a case depends on the other cases of its batch. A batch is then not shared by several processes,
    /// and other batch sizes give other losses.
    /// </summary>
    bool ComparesCases => false;

    /// <summary>
    /// What a step minimises: itself, unless its numbers change while a student trains. It is a function of step and steps alone, so
    /// that a training that resumes goes on exactly.
    /// </summary>
    /// <param name="done">The number of steps done before it, from 0.</param>
    /// <param name="steps">Steps of the entire training.</param>
    IObjective At(long done, long steps) => this;

    /// <summary>The loss of each case; the caller reduces.</summary>
    /// <param name="logits">The student's logits, [batch, classes], float32 or float64.</param>
    /// <param name="labels">[batch], int64. Not read unless <see cref="NeedsLabels"/>.</param>
    /// <param name="targets">At <see cref="TeacherTemperature"/>; null when that is null.</param>
    /// <returns>[batch], in the logits' type.</returns>
    /// <exception cref="ArgumentException">Shapes do not agree, or targets are missing or at another temperature.</exception>
    Tensor Losses(Tensor logits, Tensor labels, SoftTargets? targets);
}
