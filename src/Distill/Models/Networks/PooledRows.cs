using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>Rows of a table as one vector for each text.</summary>
internal static class PooledRows
{
    /// <summary>Pools.</summary>
    /// <param name="table">Adds rows up.</param>
    /// <param name="parts">The rows of each text.</param>
    /// <param name="pooling">How the sums are scaled.</param>
    /// <returns>[texts, dimensions]; zeros of a text without rows. It belongs to the enclosing dispose scope.</returns>
    public static Tensor Of(EmbeddingBag table, IReadOnlyList<List<long>> parts, BagPooling pooling)
    {
        var starts = new long[parts.Count];
        var factors = new float[parts.Count];
        var total = 0;
        for (var text = 0; text < parts.Count; text++)
        {
            starts[text] = total;
            factors[text] = Factor(pooling, parts[text].Count);
            total += parts[text].Count;
        }

        var rows = new long[total];
        for (var text = 0; text < parts.Count; text++)
        {
            parts[text].CopyTo(rows, (int)starts[text]);
        }

        var sums = TableSums.Of(table, rows, starts);
        return pooling == BagPooling.Sum ? sums : sums.mul(tensor(factors, [parts.Count, 1], device: sums.device));
    }

    private static float Factor(BagPooling pooling, int rows) =>
        rows == 0 ? 0 : pooling == BagPooling.Mean ? 1f / rows : 1f / MathF.Sqrt(rows);
}
