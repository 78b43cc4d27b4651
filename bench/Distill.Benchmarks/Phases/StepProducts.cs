using Distill.Benchmarks.Throughput;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Phases;

/// <summary>The eight matrix products of a training step, in the shapes and layouts that the step has them.</summary>
internal sealed class StepProducts : IDisposable
{
    private readonly Tensor[] inputs;
    private readonly Tensor[] weights;
    private readonly Tensor[] gradients;

    public StepProducts(Precision precision)
    {
        var type = precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        int[] sizes = [Setting.Pixels, .. Setting.StudentWidths, Setting.Classes];
        inputs = [.. sizes[..^1].Select(size => rand(Setting.BatchSize, size).to(type))];
        weights = [.. sizes.Zip(sizes.Skip(1), (from, to) => rand(to, from).to(type))];
        gradients = [.. sizes[1..].Select(size => rand(Setting.BatchSize, size).to(type))];
    }

    public void Compute()
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        for (var layer = 0; layer < weights.Length; layer++)
        {
            inputs[layer].mm(weights[layer].t());
        }

        for (var layer = weights.Length - 1; layer >= 0; layer--)
        {
            gradients[layer].t().mm(inputs[layer]);
            if (layer > 0)
            {
                gradients[layer].mm(weights[layer]);
            }
        }
    }

    public void Dispose()
    {
        foreach (var tensor in inputs.Concat(weights).Concat(gradients))
        {
            tensor.Dispose();
        }
    }
}
