using Distill.Speech.Features;

namespace Distill.Speech.Alignment;

/// <summary>Sums from which the most likely Gaussians of an alignment follow.</summary>
internal sealed class GaussianAccumulator
{
    private readonly long[] counts;
    private readonly double[][] sums;
    private readonly double[][] squares;

    public GaussianAccumulator(int states, int coefficients)
    {
        counts = new long[states];
        sums = [.. counts.Select(_ => new double[coefficients])];
        squares = [.. counts.Select(_ => new double[coefficients])];
    }

    public void Add(FrameMatrix frames, IReadOnlyList<int> states)
    {
        for (var frame = 0; frame < frames.Frames; frame++)
        {
            var state = states[frame];
            counts[state]++;
            var row = frames[frame];
            var (sum, square) = (sums[state], squares[state]);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += row[i];
                square[i] += (double)row[i] * row[i];
            }
        }
    }

    /// <summary>The most likely Gaussians whose variances keep a share of that of all frames; states without a frame get the mean and variance of all.</summary>
    public DiagonalGaussians Estimate(double varianceFloor)
    {
        var all = counts.Sum();
        var coefficients = sums[0].Length;
        double[] allMeans = [.. Enumerable.Range(0, coefficients).Select(i => sums.Sum(row => row[i]) / all)];
        double[] allVariances = [.. Enumerable.Range(0, coefficients).Select(i => Variance(squares.Sum(row => row[i]), allMeans[i], all))];
        var (means, variances) = (new double[counts.Length][], new double[counts.Length][]);
        for (var state = 0; state < counts.Length; state++)
        {
            var (sum, square, count) = (sums[state], squares[state], counts[state]);
            means[state] = count == 0 ? allMeans : [.. sum.Select(value => value / count)];
            variances[state] = count == 0
                ? allVariances
                : [.. square.Select((value, i) => Math.Max(varianceFloor * allVariances[i], Variance(value, means[state][i], count)))];
        }

        return new DiagonalGaussians(means, variances);
    }

    // A coefficient that never changes would have none, and no logarithm.
    private static double Variance(double squares, double mean, long count) => Math.Max(1e-6, (squares / count) - (mean * mean));
}
