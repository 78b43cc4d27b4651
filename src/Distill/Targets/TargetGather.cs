using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Distill.Targets;

/// <summary>Copies scattered rows of one column out of the mapped shards.</summary>
internal sealed unsafe class TargetGather
{
    // Below this, waking other threads costs more than they save.
    private const long ParallelBytes = 1 << 20;

    // Each row is a cache miss; asking for those to come while copying this one hides most of the wait.
    private const int RowsAhead = 12;

    private readonly byte*[] shards;
    private readonly uint rowsPerShard;
    private readonly int bytesPerRow;

    public TargetGather(IReadOnlyList<ShardFile> files, TargetColumn column, int rowsPerShard)
    {
        shards = new byte*[files.Count];
        for (int i = 0; i < shards.Length; i++)
        {
            shards[i] = files[i].Start(column.Name);
        }

        this.rowsPerShard = (uint)rowsPerShard;
        bytesPerRow = checked((int)column.BytesPerRow);
    }

    /// <summary>Copies rows as they are.</summary>
    public void Copy(ReadOnlySpan<int> positions, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, (long)positions.Length * bytesPerRow);
        int count = positions.Length;
        fixed (byte* target = destination)
        fixed (int* first = positions)
        {
            if (destination.Length < ParallelBytes)
            {
                Copy(first, 0, count, count, target);
                return;
            }

            // A lambda cannot capture pointers; these stay fixed until the loop has ended.
            nint source = (nint)first, result = (nint)target;
            int parts = Environment.ProcessorCount;
            Parallel.For(0, parts, part => Copy(
                (int*)source, (int)((long)count * part / parts), (int)((long)count * (part + 1) / parts), count, (byte*)result));
        }
    }

    /// <summary>Copies one f32 of each row.</summary>
    public void CopyElement(ReadOnlySpan<int> positions, int index, Span<float> destination)
    {
        fixed (int* first = positions)
        {
            for (int i = 0; i < positions.Length; i++)
            {
                Prefetch(first, i + RowsAhead, positions.Length);
                destination[i] = ((float*)Row(first[i]))[index];
            }
        }
    }

    /// <summary>Copies rows of 16-bit or 32-bit class numbers, widened; false when one is not below <paramref name="classes"/>.</summary>
    public bool CopyClassNumbers(ReadOnlySpan<int> positions, int k, int classes, Span<long> destination)
    {
        bool narrow = bytesPerRow == k * sizeof(ushort);
        uint highest = 0;
        fixed (int* first = positions)
        {
            for (int i = 0; i < positions.Length; i++)
            {
                Prefetch(first, i + RowsAhead, positions.Length);
                byte* row = Row(first[i]);
                var target = destination.Slice(i * k, k);
                highest = Math.Max(highest, narrow ? Widen(new ReadOnlySpan<ushort>(row, k), target) : Widen(new ReadOnlySpan<uint>(row, k), target));
            }
        }

        return highest < classes;
    }

    private void Copy(int* positions, int from, int to, int count, byte* destination)
    {
        for (int i = from; i < to; i++)
        {
            Prefetch(positions, i + RowsAhead, count);
            Unsafe.CopyBlockUnaligned(destination + ((long)i * bytesPerRow), Row(positions[i]), (uint)bytesPerRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Row(int position)
    {
        var (shard, row) = Math.DivRem((uint)position, rowsPerShard);
        return shards[shard] + ((long)row * bytesPerRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(int* positions, int i, int count)
    {
        if (Sse.IsSupported && i < count)
        {
            byte* row = Row(positions[i]);
            Sse.Prefetch0(row);
            Sse.Prefetch0(row + bytesPerRow - 1);
        }
    }

    private static uint Widen(ReadOnlySpan<ushort> numbers, Span<long> destination)
    {
        var highest = Vector<ushort>.Zero;
        int j = 0;
        for (; j <= numbers.Length - Vector<ushort>.Count; j += Vector<ushort>.Count)
        {
            var narrow = new Vector<ushort>(numbers[j..]);
            highest = Vector.Max(highest, narrow);
            Vector.Widen(narrow, out var low, out var high);
            var target = MemoryMarshal.Cast<long, ulong>(destination[j..]);
            WidenInto(low, target);
            WidenInto(high, target[Vector<uint>.Count..]);
        }

        uint last = 0;
        for (; j < numbers.Length; j++)
        {
            last = Math.Max(last, numbers[j]);
            destination[j] = numbers[j];
        }

        for (int lane = 0; lane < Vector<ushort>.Count; lane++)
        {
            last = Math.Max(last, highest[lane]);
        }

        return last;
    }

    private static uint Widen(ReadOnlySpan<uint> numbers, Span<long> destination)
    {
        uint highest = 0;
        for (int j = 0; j < numbers.Length; j++)
        {
            highest = Math.Max(highest, numbers[j]);
            destination[j] = numbers[j];
        }

        return highest;
    }

    private static void WidenInto(Vector<uint> numbers, Span<ulong> destination)
    {
        Vector.Widen(numbers, out var low, out var high);
        low.CopyTo(destination);
        high.CopyTo(destination[Vector<ulong>.Count..]);
    }
}
