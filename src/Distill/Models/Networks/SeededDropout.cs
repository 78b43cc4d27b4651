using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Dropout: in training each number is set to 0 with a probability, and what stays is divided by the probability to stay;
/// in evaluation nothing changes. libtorch draws these random numbers one after another on one thread, and that took as
/// long as all products of the paper's teacher; here one number of its generator seeds a mask that all threads make, and
/// that depends on neither their number nor the place of a cut. Ranks that share a batch make their part of its mask.
/// </summary>
/// <param name="probability">Of dropping a number, 0 to less than 1.</param>
internal sealed class SeededDropout(double probability) : nn.Module<Tensor, Tensor>(nameof(SeededDropout))
{
    public override Tensor forward(Tensor input) => Of(input, null);

    /// <summary>The same where rows are not one an example: what is dropped of a row then depends on its place alone.</summary>
    /// <param name="input">[rows, n], float32 where there are places.</param>
    /// <param name="places">A number for each row; null where the first dimension is that of the examples.</param>
    public Tensor Of(Tensor input, int[]? places)
    {
        if (!training)
        {
            return input.alias();
        }

        using var mask = Mask(input, places);
        return input.mul(mask);
    }

    private Tensor Mask(Tensor input, int[]? places)
    {
        using var drawn = randint(0, long.MaxValue, 1, ScalarType.Int64);
        var mask = new DropoutMask(drawn.item<long>(), probability);
        var isBf16 = input.dtype == ScalarType.BFloat16;
        var numbers = empty(input.shape, isBf16 ? ScalarType.BFloat16 : ScalarType.Float32);
        var length = (int)numbers.numel();
        if (places is not null)
        {
            FillRows(mask, numbers, places);
            return Like(numbers, input);
        }

        var start = (SharedBatch.Current?.First ?? 0) * (length / (int)input.shape[0]);
        LibtorchThreads.Run((thread, threads) =>
        {
            var (first, end) = ((int)((long)length * thread / threads), (int)((long)length * (thread + 1) / threads));
            if (isBf16)
            {
                mask.Fill(MemoryMarshal.Cast<byte, ushort>(numbers.bytes)[first..end], start + first);
            }
            else
            {
                mask.Fill(MemoryMarshal.Cast<byte, float>(numbers.bytes)[first..end], start + first);
            }
        });
        return Like(numbers, input);
    }

    private static void FillRows(DropoutMask mask, Tensor numbers, int[] places)
    {
        var width = (int)numbers.shape[1];
        LibtorchThreads.Run((thread, threads) =>
        {
            var values = MemoryMarshal.Cast<byte, float>(numbers.bytes);
            var end = (int)((long)places.Length * (thread + 1) / threads);
            for (var row = (int)((long)places.Length * thread / threads); row < end; row++)
            {
                mask.Fill(values.Slice(row * width, width), unchecked(places[row] * width));
            }
        });
    }

    private static Tensor Like(Tensor numbers, Tensor input)
    {
        if (numbers.dtype == input.dtype && input.device_type == TorchSharp.DeviceType.CPU)
        {
            return numbers;
        }

        using (numbers)
        {
            return numbers.to(input.dtype, input.device);
        }
    }
}
