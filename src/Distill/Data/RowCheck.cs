namespace Distill.Data;

/// <summary>What every source asks of the rows and the room that it is given.</summary>
internal static class RowCheck
{
    /// <summary>Throws unless the source has this row.</summary>
    public static void Row(IExampleSource source, long row)
    {
        if ((ulong)row >= (ulong)source.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"{source.Name} has rows 0 to {source.Count - 1}.");
        }
    }

    /// <summary>Throws unless the destination is as long as the examples, and returns the bytes of one.</summary>
    public static int Room(IExampleSource source, ReadOnlySpan<long> rows, ReadOnlySpan<byte> destination)
    {
        var bytes = source.Shape.Size * source.ElementType.Bytes();
        return destination.Length == (long)rows.Length * bytes
            ? bytes
            : throw new ArgumentException(
                $"The destination has {destination.Length} bytes for {rows.Length} examples of {bytes}.", nameof(destination));
    }

    /// <summary>Copies the labels at some rows out of all labels of a source.</summary>
    public static void CopyLabels(IExampleSource source, ReadOnlySpan<int> labels, ReadOnlySpan<long> rows, Span<long> destination)
    {
        LabelRoom(rows, destination);
        for (var i = 0; i < rows.Length; i++)
        {
            Row(source, rows[i]);
            destination[i] = labels[(int)rows[i]];
        }
    }

    /// <summary>Throws unless there is a place for each label.</summary>
    public static void LabelRoom(ReadOnlySpan<long> rows, ReadOnlySpan<long> destination)
    {
        if (destination.Length != rows.Length)
        {
            throw new ArgumentException($"{destination.Length} places for {rows.Length} labels.", nameof(destination));
        }
    }
}
