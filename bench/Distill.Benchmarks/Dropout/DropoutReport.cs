using System.Globalization;

namespace Distill.Benchmarks.Dropout;

/// <summary>Milliseconds of a forward and backward pass, medians over rounds.</summary>
/// <param name="Libtorch">With libtorch's dropout.</param>
/// <param name="Ours">With the library's.</param>
/// <param name="None">Without dropout.</param>
/// <param name="Ratio">libtorch's over the library's, the median of the ratios within a round.</param>
/// <param name="BatchSize">Examples.</param>
/// <param name="Rounds">Measurements of each.</param>
/// <param name="Threads">Threads of libtorch.</param>
internal sealed record DropoutReport(double Libtorch, double Ours, double None, double Ratio, int BatchSize, int Rounds, int Threads)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"forward and backward of 784-1200-1200-10, batch {BatchSize}: libtorch's dropout {Libtorch:0.0} ms, ours {Ours:0.0} ms (x {Ratio:0.00}), none {None:0.0} ms");
}
