namespace Distill.Onnx.Export.Quantisation;

/// <summary>How often the numbers of a value fell into each of many narrow bins.</summary>
internal sealed class ValueHistogram
{
    private const int Bins = 2048;

    private readonly ValueRange all;
    private readonly long[] counts = new long[Bins];

    /// <param name="all">Where all numbers lie.</param>
    public ValueHistogram(ValueRange all) => this.all = all;

    public void Add(ReadOnlySpan<float> numbers)
    {
        var scale = (float)(Bins / Math.Max(all.High - all.Low, double.Epsilon));
        var low = (float)all.Low;
        foreach (var number in numbers)
        {
            counts[Math.Clamp((int)((number - low) * scale), 0, Bins - 1)]++;
        }
    }

    /// <summary>
    /// The part of the range whose 256 steps give the least squared error: a narrower one rounds more finely and clips
    /// more. Zeros count nothing, because every range holds them exactly.
    /// </summary>
    public ValueRange LeastSquares()
    {
        var best = all;
        var least = SquaredError(best);
        // From both ends in turns; either end may be at 0 already.
        for (var round = 0; round < 2; round++)
        {
            foreach (var share in Shares())
            {
                Try(new ValueRange(best.Low, all.High * share));
                Try(new ValueRange(all.Low * share, best.High));
            }
        }

        return best;

        void Try(ValueRange candidate)
        {
            if (candidate.High > candidate.Low && SquaredError(candidate) is var error && error < least)
            {
                (best, least) = (candidate, error);
            }
        }
    }

    private static IEnumerable<double> Shares() => Enumerable.Range(0, 100).Select(hundredth => 1 - (hundredth / 100.0));

    private double SquaredError(ValueRange range)
    {
        var width = (all.High - all.Low) / Bins;
        var rounding = range.Scale * (double)range.Scale / 12;
        var total = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            var low = all.Low + (bin * width);
            if (counts[bin] == 0 || (low <= 0 && low + width > 0 && all.Low == 0))
            {
                continue;
            }

            var middle = low + (width / 2);
            var beyond = middle - Math.Clamp(middle, range.Low, range.High);
            total += counts[bin] * (beyond == 0 ? rounding : beyond * beyond);
        }

        return total;
    }
}
