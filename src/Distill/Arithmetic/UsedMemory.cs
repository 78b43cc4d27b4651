using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Memory as a long training leaves it. A native function that reads what nobody wrote finds zeros in a young process,
/// and is right by luck; here it finds large numbers.
/// </summary>
internal static class UsedMemory
{
    private const double Leftover = 30_000;

    // Blocked layouts are padded, and a layer's scratch memory holds several copies.
    private const long Room = 4;

    // Numbers a block. The largest are beyond what an allocator returns to the system at once.
    private static readonly long[] Sizes = [16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576];

    /// <summary>Fills blocks of many sizes and frees them, so that the allocator hands them out again.</summary>
    /// <param name="largest">Numbers of the largest tensor that is about to be made; blocks far beyond it serve nobody.</param>
    public static void Leave(long largest)
    {
        using var scope = NewDisposeScope();
        foreach (var size in Sizes.Where(size => size <= Room * largest))
        {
            for (var block = 0; block < 4; block++)
            {
                TensorArithmetic.Filled([size], Leftover, ScalarType.Float32);
            }
        }
    }
}
