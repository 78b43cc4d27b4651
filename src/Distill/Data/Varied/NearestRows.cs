using System.Numerics;

namespace Distill.Data;

/// <summary>
/// The nearest other row of each row of a table. Columns count alike, by their deviations. Distances are sums of squares of whole numbers,
/// so that every machine finds the same rows.
/// </summary>
internal static class NearestRows
{
    // Differences of rows and columns that are looked at: some seconds.
    private const double MostWork = 2e10;
    private const int FewestCandidates = 256;

    // Deviations from the mean that are told apart, and steps within one.
    private const double Widest = 8;
    private const int Steps = 128;

    /// <summary>For each row the nearest of the others that differs from it, or itself where all are equal; of equally near ones the first.</summary>
    /// <param name="values">The rows, one after another.</param>
    /// <param name="rows">How many there are; of very many, those at even distances are candidates.</param>
    public static int[] Of(float[] values, int rows)
    {
        var columns = rows == 0 ? 0 : values.Length / rows;
        var whole = Quantised(values, rows, columns, out var width);
        var candidates = (int)Math.Clamp(MostWork / (Math.Max(1, rows) * (double)Math.Max(1, columns)), FewestCandidates, Math.Max(FewestCandidates, rows));
        int[] others = [.. Enumerable.Range(0, Math.Min(rows, candidates)).Select(number => (int)((long)number * rows / Math.Min(rows, candidates)))];
        var nearest = new int[rows];
        LibtorchThreads.Run((thread, threads) =>
        {
            var end = (int)((long)rows * (thread + 1) / threads);
            for (var row = (int)((long)rows * thread / threads); row < end; row++)
            {
                nearest[row] = Nearest(whole, row, others, width);
            }
        });
        return nearest;
    }

    private static int Nearest(int[] whole, int row, int[] others, int width)
    {
        var (best, found) = (long.MaxValue, row);
        var own = whole.AsSpan(row * width, width);
        foreach (var other in others)
        {
            var distance = Distance(own, whole.AsSpan(other * width, width), best);
            if (distance > 0 && distance < best)
            {
                (best, found) = (distance, other);
            }
        }

        return found;
    }

    // A square has 22 bits at most: each of a vector's 32-bit sums takes so many.
    private static long Distance(ReadOnlySpan<int> first, ReadOnlySpan<int> second, long best)
    {
        const int squaresASum = 256;
        var block = squaresASum * Vector<int>.Count;
        var sum = 0L;
        for (var start = 0; start < first.Length && sum < best; start += block)
        {
            var squares = Vector<int>.Zero;
            var end = Math.Min(first.Length, start + block);
            for (var at = start; at < end; at += Vector<int>.Count)
            {
                var difference = new Vector<int>(first[at..]) - new Vector<int>(second[at..]);
                squares += difference * difference;
            }

            sum += Vector.Sum(squares);
        }

        return sum;
    }

    // Rows are filled up to whole vectors of the widest processor, with zeros.
    private static int[] Quantised(float[] values, int rows, int columns, out int width)
    {
        const int multiple = 16;
        width = (columns + multiple - 1) / multiple * multiple;
        var whole = new int[checked(rows * width)];
        for (var column = 0; column < columns; column++)
        {
            var (mean, squares) = (0.0, 0.0);
            for (var row = 0; row < rows; row++)
            {
                mean += values[(row * columns) + column];
            }

            mean /= rows;
            for (var row = 0; row < rows; row++)
            {
                squares += Math.Pow(values[(row * columns) + column] - mean, 2);
            }

            var deviation = Math.Sqrt(squares / rows);
            for (var row = 0; row < rows && deviation > 0; row++)
            {
                whole[(row * width) + column] = (int)Math.Round(Math.Clamp((values[(row * columns) + column] - mean) / deviation, -Widest, Widest) * Steps);
            }
        }

        return whole;
    }
}
