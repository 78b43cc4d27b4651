namespace Distill.Evaluation;

/// <summary>
/// McNemar's test: whether two models err equally often on the same cases. Only cases that one model gets right and
/// the other wrong count; under the null hypothesis each falls to either side with probability ½.
/// </summary>
/// <param name="OnlyFirstWrong">Cases that the first model gets wrong and the second right.</param>
/// <param name="OnlySecondWrong">Cases that the second model gets wrong and the first right.</param>
/// <remarks>
/// The p-value is the exact two-sided binomial one for any number of cases: it costs about the square root of their
/// number, so nothing is gained by an approximation. It is kept as a logarithm, which stays exact where the number
/// itself would underflow.
/// </remarks>
public sealed record McNemarTest(long OnlyFirstWrong, long OnlySecondWrong)
{
    /// <summary>Cases that the first model gets wrong and the second right.</summary>
    public long OnlyFirstWrong { get; } = NotNegative(OnlyFirstWrong);

    /// <summary>Cases that the second model gets wrong and the first right.</summary>
    public long OnlySecondWrong { get; } = NotNegative(OnlySecondWrong);

    /// <summary>Cases on which exactly one of the two models is right.</summary>
    public long Discordant => checked(OnlyFirstWrong + OnlySecondWrong);

    /// <summary>The natural logarithm of <see cref="PValue"/>.</summary>
    public double LogPValue => OnlyFirstWrong == OnlySecondWrong
        ? 0
        : Math.Log(2) + FairCoin.LogLowerTail(Discordant, Fewer);

    /// <summary>Two-sided: the probability, if both err equally often, of a split at least as uneven as this one.</summary>
    public double PValue => Math.Exp(LogPValue);

    /// <summary>
    /// The mid-p variant: half the probability of the observed split is left out. Less conservative than
    /// <see cref="PValue"/> when few cases are discordant; 1 when the split is even.
    /// </summary>
    public double MidPValue => OnlyFirstWrong == OnlySecondWrong
        ? 1
        : PValue - Math.Exp(FairCoin.LogProbability(Discordant, Fewer));

    private long Fewer => Math.Min(OnlyFirstWrong, OnlySecondWrong);

    /// <summary>Counts the discordant cases of two models.</summary>
    /// <exception cref="Runs.DistillException">The two were not evaluated on the same cases in the same order.</exception>
    public static McNemarTest Between(CaseScores first, CaseScores second)
    {
        ArgumentNullException.ThrowIfNull(first);
        first.RequireSameCases(second);
        long onlyFirst = 0, onlySecond = 0;
        for (var i = 0; i < first.Count; i++)
        {
            var firstRight = first.IsCorrect(i);
            if (firstRight != second.IsCorrect(i))
            {
                _ = firstRight ? onlySecond++ : onlyFirst++;
            }
        }

        return new McNemarTest(onlyFirst, onlySecond);
    }

    /// <summary>
    /// One test from those of several seeds: the sums of their discordant cases. It takes every pair of seed and case
    /// as an independent trial, although each seed meets the same cases, so it speaks about these cases and about
    /// seeds; give the counts of each seed beside it, or a <see cref="PairedTTest"/> over seeds.
    /// </summary>
    public static McNemarTest Pool(IEnumerable<McNemarTest> tests)
    {
        ArgumentNullException.ThrowIfNull(tests);
        long onlyFirst = 0, onlySecond = 0;
        foreach (var test in tests)
        {
            onlyFirst = checked(onlyFirst + test.OnlyFirstWrong);
            onlySecond = checked(onlySecond + test.OnlySecondWrong);
        }

        return new McNemarTest(onlyFirst, onlySecond);
    }

    private static long NotNegative(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count;
    }
}
