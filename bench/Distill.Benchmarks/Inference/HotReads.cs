using System.Diagnostics;
using System.Numerics;

namespace Distill.Benchmarks.Inference;

/// <summary>How fast all threads together read as many bytes as a model's weights have, again and again, so that caches hold what they can.</summary>
internal sealed class HotReads
{
    private const long BytesOfAMeasurement = 2_000_000_000;

    private readonly float[] numbers;
    private float kept;

    public HotReads(long bytes) => numbers = new float[Math.Max(1024, bytes / sizeof(float))];

    /// <summary>Bytes a second.</summary>
    public double Measure()
    {
        var repeats = (int)Math.Max(1, BytesOfAMeasurement / (numbers.Length * (long)sizeof(float)));
        var watch = Stopwatch.StartNew();
        LibtorchThreads.Run((thread, threads) =>
        {
            var (first, end) = ((int)((long)numbers.Length * thread / threads), (int)((long)numbers.Length * (thread + 1) / threads));
            var sum = 0f;
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                sum += Sum(numbers.AsSpan(first, end - first));
            }

            // Or the compiler could leave the reads out.
            Volatile.Write(ref kept, sum);
        });
        return repeats * (double)numbers.Length * sizeof(float) / watch.Elapsed.TotalSeconds;
    }

    private static float Sum(ReadOnlySpan<float> part)
    {
        var (a, b, c, d) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var width = Vector<float>.Count;
        var at = 0;
        for (; at + (4 * width) <= part.Length; at += 4 * width)
        {
            a += new Vector<float>(part[at..]);
            b += new Vector<float>(part[(at + width)..]);
            c += new Vector<float>(part[(at + (2 * width))..]);
            d += new Vector<float>(part[(at + (3 * width))..]);
        }

        return Vector.Sum(a + b + c + d);
    }
}
