using Distill.Runs;

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

    /// <summary>Counts the discordant cases of two models, over all their seeds together.</summary>
    /// <param name="first">One model, or its seeds.</param>
    /// <param name="second">The other model, or its seeds, in the same order.</param>
    /// <remarks>
    /// With several seeds every pair of seed and case is taken as an independent trial, although each seed meets the
    /// same cases: the p-value then speaks about these cases, and is too small as a statement about new ones.
    /// <see cref="PairedBootstrap"/> draws cases with all their seeds and so does not assume that.
    /// </remarks>
    /// <exception cref="DistillException">They were not evaluated on the same cases in the same order.</exception>
    /// <exception cref="ArgumentException">There are no seeds, or not equally many.</exception>
    public static McNemarTest Between(IReadOnlyList<CaseScores> first, IReadOnlyList<CaseScores> second)
    {
        CaseScores.RequireSameCases(first, second);
        long onlyFirst = 0, onlySecond = 0;
        foreach (var (one, other) in first.Zip(second))
        {
            for (var i = 0; i < one.Count; i++)
            {
                onlyFirst += !one.IsCorrect(i) && other.IsCorrect(i) ? 1 : 0;
                onlySecond += one.IsCorrect(i) && !other.IsCorrect(i) ? 1 : 0;
            }
        }

        return new McNemarTest(onlyFirst, onlySecond);
    }

    private static long NotNegative(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count;
    }
}
