namespace Distill.Training.Ranks;

/// <summary>A rank's share of a batch: neighbours, and as many for every rank as for another, or one more.</summary>
/// <param name="First">The place of its first example in the batch.</param>
/// <param name="Count">How many examples it has.</param>
/// <param name="Total">How many the batch has.</param>
internal readonly record struct RankShare(int First, int Count, int Total)
{
    /// <summary>The share of a process.</summary>
    /// <param name="ranks">The processes; null for one alone, which has all.</param>
    /// <param name="total">How many examples the batch has, at least one for each.</param>
    public static RankShare Of(ICollective? ranks, int total)
    {
        if (ranks is null)
        {
            return new(0, total, total);
        }

        var first = (int)((long)total * ranks.Rank / ranks.Size);
        return new(first, (int)((long)total * (ranks.Rank + 1) / ranks.Size) - first, total);
    }

    /// <summary>Of the batch's examples, the part that is in the share, 0 to 1. A mean over the share counts by it in the mean over the batch.</summary>
    public double Weight => (double)Count / Total;
}
