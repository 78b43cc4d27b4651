namespace Distill.Targets;

/// <summary>The content of a store's <c>index.json</c>, written last: a store that has it is whole.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">The version of the format.</param>
/// <param name="Plan">What the store holds and was made from.</param>
/// <param name="Shards">Its files in order; empty while labelling is under way.</param>
internal sealed record StoreIndex(string Format, int Version, StorePlan Plan, IReadOnlyList<ShardEntry> Shards)
{
    /// <summary>Names the format in the index and in the header of every shard.</summary>
    public const string FormatName = "distill.targets";

    /// <summary>The latest version that is read.</summary>
    public const int LatestVersion = 3;

    /// <summary>
    /// The earliest version that is read. Values of version 1 are less the mean of their row and not less its largest.
    /// They are read alike, but beside a class that the teacher masks the others are rounded coarsely.
    /// </summary>
    public const int EarliestVersion = 1;

    /// <summary>
    /// The version that is written, unless a labelling goes on that began with an earlier one: 3 where members are averaged by more than their weights,
    /// which programs that know version 2 alone would leave out, and 2 otherwise.
    /// </summary>
    public static int VersionOf(StorePlan plan) => plan.MemberMean is null ? 2 : LatestVersion;
}
