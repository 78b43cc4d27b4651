using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Distill.Benchmarks.Throughput;

/// <summary>
/// A student and its step as one writes them in plain TorchSharp, float32. The scalars are kept, and the steps of
/// <c>torch.optim.SGD</c> written out, because TorchSharp lets the collector free scalars that libtorch still reads.
/// </summary>
/// <param name="student">Disposed with this.</param>
internal sealed class HandWrittenStudent(nn.Module<Tensor, Tensor> student) : IDisposable
{
    private static readonly Scalar One = 1;
    private static readonly Scalar Momentum = Setting.Momentum;
    private static readonly Scalar Down = -Setting.Rate;
    private static readonly Scalar Temperature = Setting.Temperature;
    private static readonly Scalar SoftWeight = (1 - Setting.HardWeight) * Setting.Temperature * Setting.Temperature;
    private static readonly Scalar HardWeight = Setting.HardWeight;

    private readonly (Parameter Weights, Tensor Momentum)[] trained = [.. student.parameters().Select(weights => (weights, zeros_like(weights).DetachFromDisposeScope()))];

    /// <summary>Prepares for steps.</summary>
    public void Train() => student.train();

    /// <summary>Takes one; its tensors belong to the dispose scope of the call.</summary>
    /// <param name="inputs">Normalised.</param>
    /// <param name="labels">[batch], int64.</param>
    /// <param name="targets">The teacher's logits.</param>
    public void Step(Tensor inputs, Tensor labels, Tensor targets)
    {
        var logits = student.call(inputs);
        var soft = F.cross_entropy(logits / Temperature, F.softmax(targets / Temperature, 1));
        var hard = F.cross_entropy(logits, labels);
        var loss = (soft * SoftWeight).add(hard, HardWeight);
        student.zero_grad();
        loss.backward();
        Update();
        if (!float.IsFinite(loss.item<float>()))
        {
            throw new InvalidOperationException("the loss is no number");
        }
    }

    public void Dispose()
    {
        Array.ForEach(trained, pair => pair.Momentum.Dispose());
        student.Dispose();
    }

    private void Update()
    {
        using var quiet = no_grad();
        foreach (var (weights, momentum) in trained)
        {
            momentum.mul_(Momentum).add_(weights.grad!, One);
            weights.add_(momentum, Down);
        }
    }
}
