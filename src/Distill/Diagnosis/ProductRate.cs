using System.Diagnostics;
using static TorchSharp.torch;

namespace Distill.Diagnosis;

/// <summary>Measures how fast libtorch multiplies matrices here.</summary>
internal static class ProductRate
{
    private const int Rounds = 5;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1.5);
    private static readonly long[] Sizes = [256, 512, 1024, 2048];

    /// <summary>The fastest of some square products of several sizes, in billions of operations a second.</summary>
    public static double Peak(ScalarType type)
    {
        var (best, watch) = (0.0, Stopwatch.StartNew());
        foreach (var size in Sizes)
        {
            var operations = 2.0 * size * size * size;
            if (watch.Elapsed > Enough || (best > 0 && operations > best * 1e9 * Enough.TotalSeconds))
            {
                break;
            }

            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            var (left, right) = (ones([size, size], type), ones([size, size], type));
            left.mm(right).Dispose();
            for (var round = 0; round < Rounds && watch.Elapsed < Enough; round++)
            {
                var started = Stopwatch.GetTimestamp();
                left.mm(right).Dispose();
                best = Math.Max(best, operations / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e9);
            }
        }

        return best;
    }
}
