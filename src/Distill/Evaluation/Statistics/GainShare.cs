namespace Distill.Evaluation;

/// <summary>The share of a gain, by seeds and cases: which shares do the data not contradict (Fieller)?</summary>
/// <param name="kept">For each seed what is gained in one way, a number a case.</param>
/// <param name="whole">For each seed the whole gain.</param>
internal sealed class GainShare(double[][] kept, double[][] whole)
{
    private const double Nearest = 1e-9;
    private const double Farthest = 1e9;

    /// <exception cref="ArgumentException">The mean gain is not above 0, or the table is not right.</exception>
    public SeedsAndCasesInterval Interval(double confidence)
    {
        var gain = SeedsAndCasesSpread.Of(whole);
        if (!(gain.Mean > 0))
        {
            throw new ArgumentException("There is no gain that a share could be of.", nameof(confidence));
        }

        var estimate = SeedsAndCasesSpread.Of(kept).Mean / gain.Mean;
        var none = Left(0);
        return new SeedsAndCasesInterval(
            estimate, End(estimate, -1, confidence), End(estimate, 1, confidence), confidence, none.PValue, none.DegreesOfFreedom, none.Seeds, none.Cases);
    }

    // What is left of the kept gain when a share of the whole gain is taken away.
    private SeedsAndCasesSpread Left(double share) =>
        SeedsAndCasesSpread.Of([.. kept.Zip(whole, (one, other) => one.Zip(other, (a, b) => a - (share * b)).ToArray())]);

    private bool IsExcluded(double share, double confidence) => Left(share).PValue < 1 - confidence;

    // Goes outwards in doubling steps to a share that is excluded, and then halves the stretch before it.
    private double End(double estimate, int direction, double confidence)
    {
        var (inside, step) = (0.0, 1e-3);
        while (!IsExcluded(estimate + (direction * step), confidence))
        {
            (inside, step) = (step, step * 2);
            if (step > Farthest)
            {
                return direction * double.PositiveInfinity;
            }
        }

        while (step - inside > Nearest * Math.Max(1, step))
        {
            var middle = (inside + step) / 2;
            (inside, step) = IsExcluded(estimate + (direction * middle), confidence) ? (inside, middle) : (middle, step);
        }

        return estimate + (direction * step);
    }
}
