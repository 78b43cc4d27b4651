using Distill.Arithmetic;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Lays images in memory pixel by pixel, all channels of a pixel together, without changing their shape. The
/// convolutions after it keep that layout and run faster in it. Where a machine computes them wrongly so, it lays one plane
/// a channel.
/// </summary>
internal sealed class ChannelsLast() : nn.Module<Tensor, Tensor>(nameof(ChannelsLast)), IImageLayout
{
    public bool IsChannelsLast { get; set; } = true;

    public override Tensor forward(Tensor input)
    {
        if (!IsChannelsLast)
        {
            return input.contiguous();
        }

        var (channels, height, width) = (input.shape[1], input.shape[2], input.shape[3]);
        if (channels == 1)
        {
            // Both layouts are the same bytes; the strides alone tell libtorch which one is meant.
            using var plain = input.contiguous();
            return plain.as_strided(input.shape, [height * width, 1, width, 1]);
        }

        using var turned = input.permute(0, 2, 3, 1);
        using var laid = turned.contiguous();
        return laid.permute(0, 3, 1, 2);
    }
}
