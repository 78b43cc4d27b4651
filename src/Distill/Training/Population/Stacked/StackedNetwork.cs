using Distill.Models;
using static TorchSharp.torch;

namespace Distill.Training.Population;

/// <summary>
/// The perceptrons of all members, forward and backward. The first layer is one product of the batch with the weights
/// of all members; the later ones are products in a batch of members. Hidden activations lie as [members, units, batch],
/// so that nothing is ever transposed in memory. It owns no tensor; the enclosing dispose scope frees what it makes.
/// </summary>
internal sealed class StackedNetwork(Normalisation normalisation, StackedWeights weights)
{
    private readonly int layers = weights.Parameters.Count / 2;

    /// <summary>Logits of all members in training.</summary>
    /// <param name="raw">Raw inputs of a batch.</param>
    public ForwardPass Forward(Tensor raw) => Forward(raw, parameter => parameter.Working);

    /// <summary>Logits of all members by their float32 weights, [members, batch, classes].</summary>
    public Tensor MasterLogits(Tensor raw) => Forward(raw, parameter => parameter.Master).Logits;

    /// <summary>The gradients of all parameters, in their order.</summary>
    /// <param name="pass">What <see cref="Forward(Tensor)"/> gave; its hidden activations are used up.</param>
    /// <param name="logitGradient">[members, batch, classes], float32.</param>
    public IReadOnlyList<Tensor> Backward(ForwardPass pass, Tensor logitGradient)
    {
        var gradients = new Tensor[2 * layers];
        gradients[^1] = logitGradient.sum(1);
        var gradient = logitGradient.to(pass.Inputs.dtype).transpose(1, 2);
        for (var layer = layers - 1; layer >= 0; layer--)
        {
            if (layer < layers - 1)
            {
                gradients[(2 * layer) + 1] = RectifierPass.Backward(gradient, pass.Hidden[layer]);
            }

            gradients[2 * layer] = layer == 0
                ? FirstGradient(gradient, pass.Inputs)
                : gradient.bmm(pass.Hidden[layer - 1].transpose(1, 2));
            if (layer > 0)
            {
                gradient = Weight(layer).Working.transpose(1, 2).bmm(gradient);
            }
        }

        return gradients;
    }

    private ForwardPass Forward(Tensor raw, Func<StackedParameter, Tensor> values)
    {
        var first = values(Weight(0));
        var (members, units) = (first.shape[0], first.shape[1]);
        var inputs = normalisation.Apply(raw, first.dtype).flatten(1);
        var sums = first.view(members * units, -1).mm(inputs.t()).view(members, units, -1);
        var hidden = new List<Tensor>();
        for (var layer = 1; layer < layers; layer++)
        {
            var activations = RectifierPass.Forward(sums, values(Bias(layer - 1)));
            hidden.Add(activations);
            var next = values(Weight(layer));
            sums = layer < layers - 1
                ? next.bmm(activations)
                : activations.transpose(1, 2).bmm(next.transpose(1, 2));
        }

        // With no hidden layer the products still lie as [members, classes, batch].
        var logits = (layers == 1 ? sums.transpose(1, 2).contiguous() : sums).to(ScalarType.Float32);
        return new ForwardPass(inputs, hidden, logits.Add(values(Bias(layers - 1)).unsqueeze(1)));
    }

    private static Tensor FirstGradient(Tensor gradient, Tensor inputs) =>
        gradient.reshape(-1, gradient.shape[2]).mm(inputs).view(gradient.shape[0], gradient.shape[1], -1);

    private StackedParameter Weight(int layer) => weights.Parameters[2 * layer];

    private StackedParameter Bias(int layer) => weights.Parameters[(2 * layer) + 1];
}
