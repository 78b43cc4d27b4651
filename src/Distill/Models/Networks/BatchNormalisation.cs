using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Batch normalisation of images, [batch, channels, height, width], with the numbers and the names of <see cref="BatchNorm2d"/>.
/// That one counts its batches with numbers that a collection may free while libtorch reads them. Ranks that share a batch normalise
/// by the mean and variance of all of it.
/// </summary>
internal sealed class BatchNormalisation : NormBase
{
    public BatchNormalisation(long channels)
        : base(channels, eps: 1e-5, momentum: 0.1, affine: true, track_running_stats: true, device: null, dtype: ScalarType.Float32, nameof(BatchNormalisation)) =>
        // The base gives this the type of the weights, too.
        num_batches_tracked = zeros(Array.Empty<long>(), ScalarType.Int64);

    public override Tensor forward(Tensor input)
    {
        ValidateInputDimensions(input);
        if (training)
        {
            num_batches_tracked!.Increment();
        }

        if (training && SharedBatch.Current is { } shared)
        {
            return Shared(input, shared);
        }

        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, momentum!.Value, eps);
    }

    private Tensor Shared(Tensor input, SharedBatch batch)
    {
        var (normal, mean, variance, count) = SharedNormalisation.Of(input.to(ScalarType.Float32), weight!, bias!, batch, eps);
        using (no_grad())
        {
            Blend(running_mean!, mean);
            Blend(running_var!, variance.Times(count / Math.Max(1, count - 1)));
        }

        return normal.to(input.dtype);
    }

    private void Blend(Tensor running, Tensor found) => running.MultiplyBy(1 - momentum!.Value).Add(found.Times(momentum.Value));

    protected override void ValidateInputDimensions(Tensor input)
    {
        if (input.dim() != 4)
        {
            throw new ArgumentException($"batch normalisation of images takes 4 dimensions, and these are {input.dim()}", nameof(input));
        }
    }
}
