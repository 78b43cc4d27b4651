using System.Diagnostics;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Throughput;

/// <summary>What the machine can do: the product of two square matrices, large enough to hide everything else.</summary>
internal sealed class PeakProduct(ScalarType type) : IDisposable
{
    private const int Size = 2048;
    private const int Products = 4;

    private readonly Tensor left = rand(Size, Size).to(type);
    private readonly Tensor right = rand(Size, Size).to(type);

    /// <summary>GFLOP/s.</summary>
    public double Measure()
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Products; i++)
        {
            using var product = left.mm(right);
        }

        return Products * 2.0 * Size * Size * Size / watch.Elapsed.TotalSeconds / 1e9;
    }

    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }
}
