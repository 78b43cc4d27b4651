using Distill.Libtorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// A 1×1 convolution with a stride, over channels-last images of fewer channels than a block of oneDNN has. For the gradient
/// of its weights oneDNN copies the pixels that it needs into memory that it takes too small, and writes past its end. What
/// that destroys shows later and elsewhere, so such a layer is told by its shape and not by its numbers.
/// </summary>
internal static class OverrunningConvolution
{
    /// <summary>The channels of a block with the widest vectors; with narrower ones it is 8.</summary>
    private const long Block = 16;

    /// <summary>Whether the backward pass of a layer would write past the end of oneDNN's memory.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, in the layout that it will have.</param>
    public static bool Is(nn.Module layer, Tensor input) =>
        layer is Conv2d { groups: 1 } convolution
        && convolution.weight is { } weight && weight.shape[2..].All(size => size == 1)
        && convolution.stride.Any(step => step != 1)
        && input is { ndim: 4 } && input.shape[1] is > 1 and < Block && input.stride(1) == 1
        && LibtorchContext.OneDnn == true;
}
