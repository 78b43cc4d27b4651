using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Batch normalisation of a share of a batch by the mean and variance of all of it. libtorch's own passes do the work on the images, which
/// ranks would otherwise make in ten operations; the ranks add up two numbers a channel on the way there, and two on the way back.
/// </summary>
internal sealed class SharedNormalisation : autograd.SingleTensorFunction<SharedNormalisation>
{
    private const string Key = "share", Made = "made";

    public override string Name => nameof(SharedNormalisation);

    /// <summary>Normalises.</summary>
    /// <param name="input">[share, channels, height, width], float32.</param>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="batch">Whose share it is.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <returns>The same shape; mean and variance of the entire batch, [channels], without gradients; and how many numbers a channel of it has.</returns>
    public static (Tensor Normal, Tensor Mean, Tensor Variance, double Count) Of(Tensor input, Tensor weight, Tensor bias, SharedBatch batch, double eps)
    {
        var share = new Share(batch, eps, input.shape[2] * input.shape[3]);
        return (apply(input, weight, bias, share), share.Mean!, share.Variance!, share.Count);
    }

    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        using var scope = NewDisposeScope();
        var (input, weight, bias, share) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2], (Share)arguments[3]);
        var (mean, variance) = share.Statistics(input);
        context.save_data(Key, share);
        context.save_for_backward([input, weight, mean, variance]);
        (share.Mean, share.Variance) = (mean.MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope());
        return Normalised(input, mean, variance, weight, bias, share.Eps).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var share = (Share)context.get_data(Key);
        var (input, weight, mean, variance) = context.get_saved_variables() switch { var saved => (saved[0].detach(), saved[1].detach(), saved[2].detach(), saved[3].detach()) };
        var (ofInput, ofWeight, ofBias) = AsIfStatisticsWereGiven(input, mean, variance, weight, gradient.contiguous(), share.Eps);
        var sums = share.Weighted(cat([ofWeight, ofBias], 0)).chunk(2, 0);
        // How mean and variance follow from each number, as a factor and a term for each channel.
        var inverse = variance.Plus(share.Eps).rsqrt();
        var factor = weight.mul(inverse).mul(inverse).mul(sums[0]).DividedBy(-share.Count);
        var term = weight.mul(inverse).mul(sums[1]).DividedBy(-share.Count).sub(factor.mul(mean));
        using Scalar one = 1;
        ofInput.addcmul_(input, Wide(factor), one).add_(Wide(term), one);
        Tensor[] made = [ofInput.DetachFromDisposeScope(), ofWeight.DetachFromDisposeScope(), ofBias.DetachFromDisposeScope()];
        // libtorch reads them after this method, when nothing else may hold them.
        context.save_data(Made, made);
        return [.. made, null!];
    }

    private static Tensor Normalised(Tensor input, Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) =>
        nn.functional.batch_norm(input, mean, variance, weight, bias, training: false, momentum: 0, eps: eps);

    private static (Tensor OfInput, Tensor OfWeight, Tensor OfBias) AsIfStatisticsWereGiven(
        Tensor input, Tensor mean, Tensor variance, Tensor weight, Tensor gradient, double eps)
    {
        using var learning = enable_grad();
        var (x, w, b) = (input.alias().requires_grad_(true), weight.alias().requires_grad_(true), zeros_like(weight).requires_grad_(true));
        Normalised(x, mean, variance, w, b, eps).backward([gradient]);
        return (x.grad!, w.grad!, b.grad!);
    }

    private static Tensor Wide(Tensor channels) => channels.view(1, -1, 1, 1);

    private sealed class Share(SharedBatch batch, double eps, long size)
    {
        private readonly double own = (double)batch.Count * size;

        public double Count => (double)batch.Total * size;

        public double Eps => eps;

        public Tensor? Mean { get; set; }

        public Tensor? Variance { get; set; }

        /// <summary>Mean and variance of the entire batch, from those of the shares.</summary>
        public (Tensor Mean, Tensor Variance) Statistics(Tensor input)
        {
            using var quiet = no_grad();
            var channels = input.shape[1];
            var (mean, variance) = (zeros(channels, input.dtype, input.device), ones(channels, input.dtype, input.device));
            // With a momentum of 1 it leaves the statistics of these images alone.
            nn.functional.batch_norm(input.detach(), mean, variance, training: true, momentum: 1, eps: eps).Dispose();
            var whole = batch.Sum(mean.Times(own)).DividedBy(Count);
            var off = mean.sub(whole);
            // A variance of one number is none.
            var inside = own > 1 ? variance.Times(own - 1) : zeros_like(variance);
            return (whole, batch.Sum(inside.Plus(off.mul(off).Times(own))).DividedBy(Count));
        }

        /// <summary>The sum over ranks, each counting by its part of the batch, over this rank's part: by that its gradients are counted later.</summary>
        public Tensor Weighted(Tensor mine)
        {
            var part = (double)batch.Count / batch.Total;
            return batch.Sum(mine.Times(part)).DividedBy(part);
        }
    }
}
