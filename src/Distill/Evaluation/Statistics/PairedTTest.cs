namespace Distill.Evaluation;

/// <summary>
/// Student's paired t-test of the differences between two models over seeds: whether their mean is 0, when the
/// differences are normal and independent.
/// </summary>
/// <param name="Difference">The differences, first less second, over seeds; two or more.</param>
public sealed record PairedTTest(SeedSummary Difference)
{
    /// <summary>Seeds − 1.</summary>
    public int DegreesOfFreedom => Difference.Count - 1;

    /// <summary>
    /// Mean difference over its standard error; 0 when all differences are 0, infinite when they are equal and not 0.
    /// </summary>
    public double T => Difference.Mean == 0
        ? 0
        : Difference.Mean / (Difference.Deviation.GetValueOrDefault() / Math.Sqrt(Difference.Count));

    /// <summary>The natural logarithm of <see cref="PValue"/>.</summary>
    public double LogPValue => StudentT.LogTwoSided(T, DegreesOfFreedom);

    /// <summary>Two-sided: the probability of a |t| this large or larger when the true mean difference is 0.</summary>
    public double PValue => Math.Exp(LogPValue);

    /// <summary>Tests <paramref name="first"/> − <paramref name="second"/>, seed by seed.</summary>
    /// <exception cref="ArgumentException">The two have different lengths, or fewer than two seeds.</exception>
    public static PairedTTest Between(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2)
        {
            throw new ArgumentException(
                $"A paired t-test needs the same seeds, at least two, for both models; found {first.Count} and {second.Count}.");
        }

        return new PairedTTest(SeedSummary.Of([.. first.Zip(second, (a, b) => a - b)]));
    }
}
