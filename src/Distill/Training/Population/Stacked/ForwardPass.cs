using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>What a forward pass leaves for the backward pass.</summary>
/// <param name="Inputs">[batch, inputs], normalised, in the type of products.</param>
/// <param name="Hidden">For each hidden layer [members, units, batch], rectified, in the type of products.</param>
/// <param name="Logits">[members, batch, classes], float32.</param>
internal sealed record ForwardPass(Tensor Inputs, IReadOnlyList<Tensor> Hidden, Tensor Logits);
