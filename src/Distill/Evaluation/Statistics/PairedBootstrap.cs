using Distill.Data;
using Distill.Runs;
using Distill.Runs.Results;

namespace Distill.Evaluation;

/// <summary>
/// The bootstrap of a mean difference between two models on the same cases: cases are drawn with replacement, both
/// models' results together. Intervals run between quantiles of the resampled means.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Error rate of <paramref name="first"/> less that of <paramref name="second"/>; above 0 the second is better.</summary>
    /// <param name="first">One model, or its seeds.</param>
    /// <param name="second">The other model, or its seeds, in the same order.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <remarks>Of several seeds each case counts with its mean difference, and cases are drawn with all their seeds.</remarks>
    /// <exception cref="DistillException">They were not evaluated on the same cases in the same order.</exception>
    /// <exception cref="ArgumentException">There are no seeds, or not equally many.</exception>
    public static Interval ErrorRate(
        IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, BootstrapOptions? options = null) =>
        Mean(Differences(first, second, (scores, i) => scores.IsCorrect(i) ? 0 : 1), options);

    /// <summary>
    /// Mean NLL of <paramref name="first"/> less that of <paramref name="second"/>, in nats; above 0 the second is better.
    /// </summary>
    /// <inheritdoc cref="ErrorRate"/>
    /// <exception cref="DistillException">
    /// They were not evaluated on the same cases in the same order, or a model gives a label probability 0.
    /// </exception>
    public static Interval Nll(
        IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, BootstrapOptions? options = null) =>
        Mean(Differences(first, second, (scores, i) => scores.Nll[i]), options);

    /// <summary>The mean of any numbers, one a case.</summary>
    /// <exception cref="ArgumentException">There are no numbers, one is not finite, or an option is out of range.</exception>
    public static Interval Mean(ReadOnlySpan<double> values, BootstrapOptions? options = null)
    {
        options = Valid(options);
        var mean = Sum(values, nameof(values)) / values.Length;
        var means = new double[options.Resamples];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = ResampledSum(values, new SeededRandom(options.Seed, i)) / values.Length;
        }

        return Between(mean, means, options);
    }

    /// <summary>The ratio of two sums over cases, for example of errors and words of utterances; a case is drawn with both its numbers.</summary>
    /// <param name="numerators">One a case.</param>
    /// <param name="denominators">One a case, each above 0.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no cases, or not as many of each, a number is out of range, or an option is.</exception>
    public static Interval Ratio(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, BootstrapOptions? options = null)
    {
        options = Valid(options);
        if (numerators.Length != denominators.Length || denominators.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue))
        {
            throw new ArgumentException($"{numerators.Length} numerators need as many denominators above 0; found {denominators.Length}, or one that is not.", nameof(denominators));
        }

        return Ratios(numerators, denominators, options);
    }

    /// <summary>
    /// How much of a gain is kept: (kept − before) / (whole − before), of sums over cases. The paper's "more than 80 % of the
    /// improvement" (section 4.1) is such a number.
    /// </summary>
    /// <param name="before">What there was, one number a case, for example right frames of an utterance.</param>
    /// <param name="kept">What one system reaches of the same cases.</param>
    /// <param name="whole">What the system with the whole gain reaches of the same cases.</param>
    /// <param name="options">How to resample; null for the defaults.</param>
    /// <remarks>A resample without a gain counts as infinitely much or infinitely little kept, so that it widens the interval.</remarks>
    /// <exception cref="ArgumentException">There are no cases, not as many of each, no gain, or a number or an option out of range.</exception>
    public static Interval ShareOfGain(
        ReadOnlySpan<double> before, ReadOnlySpan<double> kept, ReadOnlySpan<double> whole, BootstrapOptions? options = null)
    {
        options = Valid(options);
        if (before.Length != kept.Length || before.Length != whole.Length)
        {
            throw new ArgumentException($"{before.Length}, {kept.Length} and {whole.Length} cases; expected as many of each.", nameof(whole));
        }

        var (some, all) = (new double[before.Length], new double[before.Length]);
        for (var i = 0; i < some.Length; i++)
        {
            (some[i], all[i]) = (kept[i] - before[i], whole[i] - before[i]);
        }

        return Sum(all, nameof(whole)) > 0
            ? Ratios(some, all, options)
            : throw new ArgumentException("There is no gain that a share could be of.", nameof(whole));
    }

    private static Interval Ratios(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, BootstrapOptions options)
    {
        var ratio = Sum(numerators, nameof(numerators)) / Sum(denominators, nameof(denominators));
        var ratios = new double[options.Resamples];
        for (var i = 0; i < ratios.Length; i++)
        {
            var random = new SeededRandom(options.Seed, i);
            var (above, below) = (ResampledSum(numerators, random), ResampledSum(denominators, random));
            ratios[i] = below > 0 ? above / below : above >= 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }

        return Between(ratio, ratios, options);
    }

    private static BootstrapOptions Valid(BootstrapOptions? options)
    {
        options ??= new BootstrapOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 2);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.Confidence, 1);
        return options;
    }

    private static double Sum(ReadOnlySpan<double> values, string name)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("There are no cases to resample.", name);
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += double.IsFinite(value) ? value : throw new ArgumentException($"{value} is not finite.", name);
        }

        return sum;
    }

    private static Interval Between(double estimate, double[] resampled, BootstrapOptions options)
    {
        Array.Sort(resampled);
        var outside = (1 - options.Confidence) / 2;
        return new Interval(estimate, Quantile(resampled, outside), Quantile(resampled, 1 - outside), options.Confidence);
    }

    private static double[] Differences(
        IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second, Func<CaseScores, int, double> score)
    {
        CaseScores.RequireSameCases(first, second);
        var differences = new double[first[0].Count];
        for (var i = 0; i < differences.Length; i++)
        {
            for (var seed = 0; seed < first.Count; seed++)
            {
                differences[i] += (score(first[seed], i) - score(second[seed], i)) / first.Count;
            }

            if (!double.IsFinite(differences[i]))
            {
                throw new DistillException(
                    $"Row {first[0].Rows[i]}: a model gives its label probability 0, so the difference in NLL has no finite mean "
                    + "to resample.");
            }
        }

        return differences;
    }

    // The sum of as many values as there are, drawn with replacement. The high half of a 128-bit product picks an index
    // with a bias below n/2^64; two sums halve the chain of additions that wait for each other.
    private static double ResampledSum(ReadOnlySpan<double> values, SeededRandom random)
    {
        double even = 0, odd = 0;
        var count = (ulong)values.Length;
        for (var i = values.Length; i > 1; i -= 2)
        {
            even += values[(int)Math.BigMul(random.NextBits(), count, out _)];
            odd += values[(int)Math.BigMul(random.NextBits(), count, out _)];
        }

        return values.Length % 2 == 0 ? even + odd : even + odd + values[(int)Math.BigMul(random.NextBits(), count, out _)];
    }

    // The value below which a share of the sorted values lies, interpolated between neighbours.
    private static double Quantile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        // Between two infinities, and at one exactly, there is nothing to interpolate.
        return position == below || sorted[below] == sorted[above]
            ? sorted[below]
            : sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
