using Distill.Runs;

namespace Distill.Evaluation;

/// <summary>
/// Differences between two ways of training, over several seeds and many cases, with both taken as random: what would other
/// seeds on other cases show? Numbers stand in a table of seeds by cases. Its variance has a part of the seeds, a part of the
/// cases and a rest, which an analysis of variance tells apart. The mean then has the variance
/// (MS_seeds + max(MS_cases − MS_rest, 0)) / (seeds · cases), as studies of readers and patients have it, and Student's t with
/// (seeds − 1) degrees of freedom over the share of the seeds in that variance. Tests that take seeds or cases as fixed call
/// chance a gain too often.
/// </summary>
public static class SeedsAndCases
{
    private const double Usual = 0.95;

    /// <summary>Error rate of <paramref name="first"/> less that of <paramref name="second"/>; above 0 the second is better.</summary>
    /// <param name="first">One model's seeds.</param>
    /// <param name="second">The other's, in the same order.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <exception cref="DistillException">They were not evaluated on the same cases in the same order.</exception>
    /// <exception cref="ArgumentException">There are no seeds, not equally many, or the confidence is out of range.</exception>
    public static SeedsAndCasesInterval ErrorRate(IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, double confidence = Usual) =>
        Mean(Differences(first, second, (scores, i) => scores.IsCorrect(i) ? 0 : 1), confidence);

    /// <summary>Mean NLL of <paramref name="first"/> less that of <paramref name="second"/>, in nats; above 0 the second is better.</summary>
    /// <inheritdoc cref="ErrorRate"/>
    /// <exception cref="DistillException">
    /// They were not evaluated on the same cases in the same order, or a model gives a label probability 0.
    /// </exception>
    public static SeedsAndCasesInterval Nll(IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, double confidence = Usual) =>
        Mean(Differences(first, second, (scores, i) => scores.Nll[i]), confidence);

    /// <summary>The mean of any numbers.</summary>
    /// <param name="bySeed">For each seed a number a case, finite; all seeds have the same cases in the same order.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <remarks>With one seed nothing is known of other seeds: the interval is that of Student's t over the cases, for this seed.</remarks>
    /// <exception cref="ArgumentException">There are no seeds, fewer than two cases, not as many cases for each seed, or a number or the confidence is out of range.</exception>
    public static SeedsAndCasesInterval Mean(IReadOnlyList<IReadOnlyList<double>> bySeed, double confidence = Usual)
    {
        ThrowUnlessShare(confidence);
        var spread = SeedsAndCasesSpread.Of(bySeed);
        var half = StudentT.TwoSidedQuantile(confidence, spread.DegreesOfFreedom) * spread.StandardError;
        return new SeedsAndCasesInterval(
            spread.Mean, spread.Mean - half, spread.Mean + half, confidence, spread.PValue, spread.DegreesOfFreedom, spread.Seeds, spread.Cases);
    }

    /// <summary>The mean over cases that come in clusters which are drawn whole, such as the recordings of a speaker.</summary>
    /// <param name="bySeed">For each seed a number a case.</param>
    /// <param name="clusters">The cluster of each case, from 0 without a gap; two or more.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">As <see cref="Mean"/>, or a case has no cluster, or a cluster no case.</exception>
    public static SeedsAndCasesInterval MeanOfClusters(IReadOnlyList<IReadOnlyList<double>> bySeed, IReadOnlyList<int> clusters, double confidence = Usual) =>
        RatioOfClusters(bySeed, [.. clusters.Select(_ => 1.0)], clusters, confidence);

    /// <summary>A sum over cases divided by the sum of their sizes, such as frames in error by frames, in clusters that are drawn whole.</summary>
    /// <param name="bySeed">For each seed a number a case, for example the frames of a recording that one model has wrong and another right.</param>
    /// <param name="sizes">The size of each case, finite and above 0.</param>
    /// <param name="clusters">The cluster of each case, for example its speaker, from 0 without a gap; two or more.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">As <see cref="MeanOfClusters"/>, or a size is not above 0.</exception>
    public static SeedsAndCasesInterval RatioOfClusters(
        IReadOnlyList<IReadOnlyList<double>> bySeed, IReadOnlyList<double> sizes, IReadOnlyList<int> clusters, double confidence = Usual) =>
        Mean(Clusters.Linearised(bySeed, sizes, clusters), confidence) with { Cases = clusters.Count };

    /// <summary>
    /// How much of a gain is kept: (kept − control) / (whole − control), of means over seeds and cases. The control has all that the
    /// gain is not claimed for: the same data, augmentation and compute without the idea.
    /// </summary>
    /// <param name="control">For each seed a number a case, for example 1 where the case is right.</param>
    /// <param name="kept">What one system reaches, with the same seeds and cases.</param>
    /// <param name="whole">What the system with the whole gain reaches.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <returns>
    /// By Fieller's theorem, the shares that the data do not contradict. An end is infinite where they do not exclude that there is no
    /// gain at all, and the share with it could be anything.
    /// </returns>
    /// <exception cref="ArgumentException">As <see cref="Mean"/>; or there is no gain.</exception>
    public static SeedsAndCasesInterval ShareOfGain(
        IReadOnlyList<IReadOnlyList<double>> control, IReadOnlyList<IReadOnlyList<double>> kept, IReadOnlyList<IReadOnlyList<double>> whole, double confidence = Usual)
    {
        ThrowUnlessShare(confidence);
        return new GainShare(Less(kept, control), Less(whole, control)).Interval(confidence);
    }

    private static double[][] Differences(IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, Func<CaseScores, int, double> score)
    {
        CaseScores.RequireSameCases(first, second);
        return [.. first.Zip(second, (one, other) => Enumerable.Range(0, one.Count).Select(i => Finite(score(one, i) - score(other, i), one.Rows[i])).ToArray())];
    }

    private static double Finite(double difference, long row) => double.IsFinite(difference)
        ? difference
        : throw new DistillException($"Row {row}: a model gives its label probability 0, so the difference in NLL has no finite mean.");

    private static double[][] Less(IReadOnlyList<IReadOnlyList<double>> first, IReadOnlyList<IReadOnlyList<double>> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first.Count == second.Count && first.Zip(second).All(pair => pair.First.Count == pair.Second.Count)
            ? [.. first.Zip(second, (one, other) => one.Zip(other, (a, b) => a - b).ToArray())]
            : throw new ArgumentException("The seeds and cases of the systems are not the same.");
    }

    private static void ThrowUnlessShare(double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
    }
}
