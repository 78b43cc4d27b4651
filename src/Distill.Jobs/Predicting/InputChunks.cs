using System.Diagnostics;

namespace Distill.Jobs.Predicting;

/// <summary>Divides inputs into what is decoded and asked at once: few at first, so that something is seen soon, then as many as memory likes.</summary>
/// <param name="numbers">Of one example, the largest of all readings.</param>
internal sealed class InputChunks(int numbers)
{
    private const int First = 16;
    private const int MostInputs = 512;
    private const int MostNumbers = 1 << 22;
    private const int MostEncodedBytes = 1 << 26;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(0.5);

    private readonly int most = Math.Clamp(MostNumbers / numbers, First, MostInputs);

    /// <summary>The inputs in order, each in one chunk.</summary>
    public IEnumerable<IReadOnlyList<AskedInput>> Of(IEnumerable<AskedInput> inputs)
    {
        var (chunk, bytes, size) = (new List<AskedInput>(), 0L, First);
        var started = Stopwatch.GetTimestamp();
        foreach (var input in inputs)
        {
            chunk.Add(input);
            bytes += input.Encoded?.Length ?? 0;
            if (chunk.Count < size && bytes < MostEncodedBytes)
            {
                continue;
            }

            yield return chunk;
            // Whoever takes the chunks has worked on this one until now.
            size = Stopwatch.GetElapsedTime(started) < Quick ? Math.Min(2 * size, most) : size;
            (chunk, bytes, started) = ([], 0, Stopwatch.GetTimestamp());
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }
}
