using System.Runtime.InteropServices;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Targets;

/// <summary>The rows of the shard that is being written, column by column, as they will stand in the file.</summary>
internal sealed class ShardBuffer
{
    private const double LargestCode = 127;

    private readonly StorePlan plan;
    private readonly IReadOnlyList<TargetColumn> columns;
    private readonly byte[][] content;

    public ShardBuffer(StorePlan plan)
    {
        this.plan = plan;
        columns = TargetColumn.Of(plan);
        long capacity = Math.Min(plan.RowsPerShard, plan.Examples);
        content = [.. columns.Select(column => new byte[capacity * column.BytesPerRow])];
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>Each column's bytes.</summary>
    public IEnumerable<(TargetColumn Column, ReadOnlyMemory<byte> Bytes)> Columns() =>
        columns.Zip(content, (column, bytes) => (column, (ReadOnlyMemory<byte>)bytes.AsMemory(0, (int)(Rows * column.BytesPerRow))));

    public void Clear() => Rows = 0;

    /// <summary>Adds rows whose values are encoded in float16.</summary>
    public void Append(ReadOnlySpan<long> rows, Tensor values) => AppendChecked(rows, values, "no probabilities, but NaN,");

    /// <summary>Adds rows of a top-k store.</summary>
    public void Append(ReadOnlySpan<long> rows, TopKTargets targets)
    {
        using var finite = TargetEncoding.BelowBest(targets.LogProbabilities);
        using var values = finite.to(float16);
        CopyLogRest(rows, MemoryMarshal.Cast<byte, float>(targets.LogRest.bytes));
        CopyClassNumbers(
            MemoryMarshal.Cast<byte, long>(targets.Classes.bytes), Next(TargetColumn.ClassNumbers, rows.Length));
        Append(rows, values);
    }

    /// <summary>Adds vectors.</summary>
    public void AppendVectors(ReadOnlySpan<long> rows, Tensor vectors)
    {
        using var scope = NewDisposeScope();
        if (plan.Kind == TargetKind.Vectors)
        {
            AppendChecked(rows, vectors.to(float16), "no vector of numbers that f16 holds");
            return;
        }

        var scales = vectors.abs().amax([1], keepdim: true).DividedBy(LargestCode);
        int bad = MemoryMarshal.Cast<byte, float>(scales.bytes).IndexOfAnyExceptInRange(0, float.MaxValue);
        if (bad >= 0)
        {
            throw NotNumbers(rows[bad], "no vector of finite numbers");
        }

        // Among the smallest numbers a scale has few digits, and a code would run over the end of its byte.
        var codes = (vectors / scales.NoLessThan(float.Epsilon)).round().HoldWithin(-LargestCode, LargestCode).to(int8);
        MemoryMarshal.AsBytes(rows).CopyTo(Next(TargetColumn.Rows, rows.Length));
        scales.bytes.CopyTo(Next(TargetColumn.Scale, rows.Length));
        codes.bytes.CopyTo(Next(TargetColumn.Values, rows.Length));
        Rows += rows.Length;
    }

    private void AppendChecked(ReadOnlySpan<long> rows, Tensor values, string otherwise)
    {
        int at = HalfValues.IndexOfNonFinite(values.bytes);
        if (at >= 0)
        {
            throw NotNumbers(rows[(int)(at / (values.numel() / rows.Length))], otherwise);
        }

        MemoryMarshal.AsBytes(rows).CopyTo(Next(TargetColumn.Rows, rows.Length));
        values.bytes.CopyTo(Next(TargetColumn.Values, rows.Length));
        Rows += rows.Length;
    }

    private Span<byte> Next(string name, int rows)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name == name)
            {
                int bytesPerRow = (int)columns[i].BytesPerRow;
                return content[i].AsSpan(Rows * bytesPerRow, rows * bytesPerRow);
            }
        }

        throw new ArgumentException($"A {plan.Kind} store has no {name}.", nameof(name));
    }

    private void CopyClassNumbers(ReadOnlySpan<long> numbers, Span<byte> destination)
    {
        bool wide = plan.Classes > 1 << 16;
        var narrowNumbers = MemoryMarshal.Cast<byte, ushort>(destination);
        var wideNumbers = MemoryMarshal.Cast<byte, uint>(destination);
        for (int i = 0; i < numbers.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)numbers[i], (ulong)plan.Classes, "class number");
            if (wide)
            {
                wideNumbers[i] = (uint)numbers[i];
            }
            else
            {
                narrowNumbers[i] = (ushort)numbers[i];
            }
        }
    }

    private void CopyLogRest(ReadOnlySpan<long> rows, ReadOnlySpan<float> logRest)
    {
        for (int i = 0; i < logRest.Length; i++)
        {
            if (!ShardCheck.IsLogRest(logRest[i]))
            {
                throw NotNumbers(rows[i / plan.Temperatures.Count], "no probabilities, but NaN,");
            }
        }

        logRest.CopyTo(MemoryMarshal.Cast<byte, float>(Next(TargetColumn.LogRest, rows.Length)));
    }

    private DistillException NotNumbers(long row, string found) => new(
        $"The teacher {plan.Teacher.Name} gave {found} for row {row} of {plan.Source.Name}. Its weights or "
        + "that example are damaged; nothing can be learnt from such targets.");
}
