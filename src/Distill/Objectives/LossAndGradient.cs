using static TorchSharp.torch;

namespace Distill.Objectives;

/// <summary>A batch's mean loss and its gradient in the logits.</summary>
/// <param name="MeanLoss">The mean over the batch.</param>
/// <param name="Gradient">[batch, classes], float32: of the mean, so already divided by the batch's size. The caller disposes it.</param>
public readonly record struct LossAndGradient(double MeanLoss, Tensor Gradient);
