namespace Distill.Targets;

/// <summary>Finds the position of a row of the data set among the rows of a store.</summary>
internal sealed class RowIndex
{
    private readonly long[]? sorted;
    private readonly int[]? positions;
    private readonly int count;

    /// <param name="rows">The row at each position; kept, and may be sorted in place.</param>
    public RowIndex(long[] rows)
    {
        count = rows.Length;
        if (IsIdentity(rows))
        {
            return;
        }

        sorted = rows;
        if (!IsAscending(rows))
        {
            positions = [.. Enumerable.Range(0, count)];
            Array.Sort(rows, positions);
        }
    }

    /// <summary>A position of <paramref name="row"/>, or −1.</summary>
    public int Find(long row)
    {
        if (sorted is null)
        {
            return (ulong)row < (ulong)count ? (int)row : -1;
        }

        int found = Array.BinarySearch(sorted, row);
        return found < 0 ? -1 : positions is null ? found : positions[found];
    }

    private static bool IsIdentity(long[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] != i)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAscending(long[] rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] < rows[i - 1])
            {
                return false;
            }
        }

        return true;
    }
}
