using System.Runtime.Intrinsics;

namespace Distill.Objectives;

/// <summary>What one needs of a whole row whose length is a multiple of sixteen.</summary>
internal static class RowLanes
{
    /// <summary>Numbers that are taken at a time.</summary>
    public const int Count = 16;

    /// <summary>The largest number; NaN wins, so that it shows in the loss.</summary>
    public static float Largest(float[] row)
    {
        var lanes = Vector512.Create(row, 0);
        for (var at = Count; at < row.Length; at += Count)
        {
            lanes = Vector512.Max(lanes, Vector512.Create(row, at));
        }

        var eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    /// <summary>The sum.</summary>
    public static float Sum(float[] row)
    {
        var sums = Vector512<float>.Zero;
        for (var at = 0; at < row.Length; at += Count)
        {
            sums += Vector512.Create(row, at);
        }

        return Vector512.Sum(sums);
    }
}
