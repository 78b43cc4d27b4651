using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Distill.Data;

/// <summary>
/// Mean and standard deviation of the inputs: per channel for images, of bytes in units of 0..1, and per feature for
/// features; 0 and 1 for texts. What a model's normalisation is made from.
/// </summary>
/// <param name="Mean">[channels].</param>
/// <param name="Deviation">[channels], dividing by the count; 0 where a channel never varies.</param>
public sealed record PixelStatistics(double[] Mean, double[] Deviation)
{
    private const int BlockExamples = 256;

    // Few examples are read before anyone could see that they are.
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(2);

    /// <summary>Reads the view once.</summary>
    /// <param name="view">One example or more.</param>
    /// <param name="progress">How many examples are read, once it has taken two seconds; null to tell no one.</param>
    /// <param name="cancellationToken">Stops between two blocks of examples.</param>
    /// <exception cref="ArgumentException">The view is empty.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PixelStatistics Of(ExampleView view, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Count == 0)
        {
            throw new ArgumentException($"{view.Name} has no examples to take a mean of.", nameof(view));
        }

        return view.ElementType switch
        {
            ElementType.Pixel => OfPixels(view, progress, cancellationToken),
            // Bytes of letters have no mean that says anything: texts stay as they are.
            ElementType.Text => new([0], [1]),
            _ => OfReals(view, progress, cancellationToken),
        };
    }

    // Sums of whole numbers are exact, so the result does not depend on the order of the examples, and blocks are read side by side.
    private static PixelStatistics OfPixels(ExampleView view, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var channels = view.Shape.Channels;
        var plane = view.Shape.Height * view.Shape.Width;
        var sums = new long[channels];
        var squares = new long[channels];
        ForEachBlock(view, Math.Max(1, Environment.ProcessorCount), progress, block =>
        {
            var (ownSums, ownSquares) = (new long[channels], new long[channels]);
            for (var start = 0; start < block.Length; start += plane)
            {
                var channel = start / plane % channels;
                uint sum = 0;
                ulong square = 0;
                foreach (var pixel in block.Slice(start, plane))
                {
                    sum += pixel;
                    square += (uint)(pixel * pixel);
                }

                ownSums[channel] += sum;
                ownSquares[channel] += (long)square;
            }

            lock (sums)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    sums[channel] += ownSums[channel];
                    squares[channel] += ownSquares[channel];
                }
            }
        }, cancellationToken);

        var count = (double)view.Count * plane;
        var mean = sums.Select(sum => sum / count).ToArray();
        var deviation = squares.Select((square, c) => Math.Sqrt(Math.Max(0, square / count - mean[c] * mean[c])));
        return new(mean.Select(m => m / 255).ToArray(), deviation.Select(d => d / 255).ToArray());
    }

    private static PixelStatistics OfReals(ExampleView view, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var channels = view.Shape.Channels;
        var plane = view.Shape.Height * view.Shape.Width;
        var mean = new double[channels];
        var squares = new double[channels];
        var seen = new long[channels];
        ForEachBlock(view, sideBySide: 1, progress, block =>
        {
            var numbers = MemoryMarshal.Cast<byte, float>(block);
            for (var start = 0; start < numbers.Length; start += plane)
            {
                var channel = start / plane % channels;
                foreach (var number in numbers.Slice(start, plane))
                {
                    // Welford's update: no cancellation when the mean is large against the spread.
                    var difference = number - mean[channel];
                    mean[channel] += difference / ++seen[channel];
                    squares[channel] += difference * (number - mean[channel]);
                }
            }
        }, cancellationToken);

        return new(mean, squares.Zip(seen, (square, count) => Math.Sqrt(square / count)).ToArray());
    }

    private static void ForEachBlock(
        ExampleView view, int sideBySide, IProgress<WorkProgress>? progress, Action<ReadOnlySpan<byte>> visit, CancellationToken cancellationToken)
    {
        var bytes = view.Shape.Size * view.ElementType.Bytes();
        var buffers = Enumerable.Range(0, sideBySide).Select(_ => new byte[Math.Min(BlockExamples, view.Count) * bytes]).ToArray();
        var (paced, watch) = (new PacedProgress(progress), Stopwatch.StartNew());
        for (var first = 0; first < view.Count; first += sideBySide * BlockExamples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = first;
            Parallel.For(0, sideBySide, number =>
            {
                var own = start + (number * BlockExamples);
                var count = Math.Min(BlockExamples, view.Count - own);
                if (count > 0)
                {
                    var block = buffers[number].AsSpan(0, count * bytes);
                    view.CopyExamples(own, count, block);
                    visit(block);
                }
            });
            if (watch.Elapsed >= Silent)
            {
                paced.Report(new WorkProgress("measuring the inputs", Math.Min(view.Count, first + (sideBySide * BlockExamples)), view.Count, "examples"));
            }
        }
    }
}
