using Distill.Runs;

namespace Distill.Training.Ranks;

/// <summary>What ranks must think alike of: one that stopped alone would leave the others waiting in a sum for ever.</summary>
internal static class RankAgreement
{
    /// <summary>Whether any rank says so.</summary>
    public static bool Any(this ICollective ranks, bool mine)
    {
        Span<double> said = [mine ? 1 : 0];
        ranks.Sum(said);
        return said[0] > 0;
    }

    /// <summary>The sum of what the ranks hold; not finite where one of them is not.</summary>
    public static double SumOf(this ICollective ranks, double mine)
    {
        Span<double> sum = [mine];
        ranks.Sum(sum);
        return sum[0];
    }

    /// <summary>Waits until all ranks are here.</summary>
    public static void Wait(this ICollective ranks) => ranks.Any(false);

    /// <summary>Expects the same at all ranks.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="what">What is compared.</param>
    /// <param name="mine">What this rank has.</param>
    /// <exception cref="DistillException">They differ; all ranks find that out.</exception>
    public static void RequireEqual(this ICollective ranks, string what, string mine)
    {
        // Small whole numbers, whose sums are exact.
        double[] own = [.. Fingerprint.Of(mine).Value.Select(letter => (double)letter)];
        double[] sum = [.. own];
        ranks.Sum(sum);
        if (ranks.Any(!own.Select(letter => letter * ranks.Size).SequenceEqual(sum)))
        {
            throw new DistillException(
                $"{what} is not the same at all {ranks.Size} ranks. Give every rank the same command, the same files and the same version of Distill.");
        }
    }
}
