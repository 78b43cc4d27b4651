using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Targets;

/// <summary>Whether the content of a shard is what was written, and makes sense as targets.</summary>
internal static class ShardCheck
{
    /// <exception cref="DistillException">It is not; the message says where.</exception>
    public static void Check(ShardFile shard, StorePlan plan, ShardEntry entry)
    {
        string checksum = ShardFile.Checksum(shard.Path);
        Expect(checksum == entry.Sha256, shard, $"its SHA-256 is {checksum}, and the index says {entry.Sha256}");
        if (plan.Kind == TargetKind.ByteVectors)
        {
            foreach (float scale in MemoryMarshal.Cast<byte, float>(shard.Column(TargetColumn.Scale)))
            {
                Expect(float.IsFinite(scale) && scale >= 0, shard, $"the scale of a vector is {scale}");
            }

            return;
        }

        int bad = HalfValues.IndexOfNonFinite(shard.Column(TargetColumn.Values));
        Expect(bad < 0, shard, $"number {bad} of its values is not finite");
        if (plan.Kind == TargetKind.TopK)
        {
            foreach (float logRest in MemoryMarshal.Cast<byte, float>(shard.Column(TargetColumn.LogRest)))
            {
                Expect(IsLogRest(logRest), shard, $"a remaining mass is exp({logRest})");
            }
        }
    }

    /// <summary>Whether this is the logarithm of a probability between 0 and 1, both excluded.</summary>
    public static bool IsLogRest(float logRest) => logRest < 0 && float.IsFinite(logRest);

    private static void Expect(bool condition, ShardFile shard, string otherwise)
    {
        if (!condition)
        {
            throw DistillException.Damaged($"{shard.Path} is damaged: {otherwise}. Copy it again, or delete the folder and label again.");
        }
    }
}
