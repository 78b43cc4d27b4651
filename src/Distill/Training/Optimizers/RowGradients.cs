using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill.Training.Optimizers;

/// <summary>The gradients of some rows of a table, each row once.</summary>
internal sealed class RowGradients
{
    private readonly int[] rows;
    private readonly float[] values;

    private RowGradients(int[] rows, float[] values, int width) => (this.rows, this.values, Width) = (rows, values, width);

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => rows.Length;

    /// <summary>The sum of the squares of all numbers.</summary>
    public double SumOfSquares => Optimizers.SumOfSquares.Of(values);

    /// <summary>Adds up what a sparse gradient has for each row, in the order in which it has it.</summary>
    /// <param name="sparse">[rows, width] float32, sparse in its rows; a row may occur several times.</param>
    public static RowGradients Of(Tensor sparse)
    {
        using var scope = NewDisposeScope();
        var width = (int)sparse.shape[1];
        var places = MemoryMarshal.Cast<byte, long>(sparse.SparseIndices.contiguous().bytes);
        var parts = sparse.SparseValues.contiguous();
        // Row and place in one number, so that one sort keeps the order within a row.
        var order = new long[places.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = (places[i] << 32) | (uint)i;
        }

        Array.Sort(order);
        var (rows, starts) = Group(order);
        var values = new float[checked(rows.Length * width)];
        LibtorchThreads.Run((thread, threads) =>
        {
            var from = MemoryMarshal.Cast<byte, float>(parts.bytes);
            var end = (int)((long)rows.Length * (thread + 1) / threads);
            for (var row = (int)((long)rows.Length * thread / threads); row < end; row++)
            {
                var sum = values.AsSpan(row * width, width);
                for (var at = starts[row]; at < starts[row + 1]; at++)
                {
                    var part = from.Slice((int)(uint)order[at] * width, width);
                    System.Numerics.Tensors.TensorPrimitives.Add(sum, part, sum);
                }
            }
        });
        return new RowGradients(rows, values, width);
    }

    /// <summary>The rows of a table that are marked.</summary>
    /// <param name="table">The gradients of all rows, one after another.</param>
    /// <param name="marks">One for each row; 0 leaves it out.</param>
    /// <param name="width">Numbers in a row.</param>
    public static RowGradients Of(ReadOnlySpan<float> table, ReadOnlySpan<float> marks, int width)
    {
        var rows = new List<int>();
        for (var row = 0; row < marks.Length; row++)
        {
            if (marks[row] != 0)
            {
                rows.Add(row);
            }
        }

        var values = new float[checked(rows.Count * width)];
        for (var place = 0; place < rows.Count; place++)
        {
            table.Slice(rows[place] * width, width).CopyTo(values.AsSpan(place * width));
        }

        return new RowGradients([.. rows], values, width);
    }

    /// <summary>The row at a place from 0; rows rise.</summary>
    public int Row(int place) => rows[place];

    /// <summary>Its gradient.</summary>
    public ReadOnlySpan<float> Values(int place) => values.AsSpan(place * Width, Width);

    private static (int[] Rows, List<int> Starts) Group(long[] order)
    {
        var (rows, starts) = (new List<int>(), new List<int>());
        for (var i = 0; i < order.Length; i++)
        {
            var row = (int)(order[i] >> 32);
            if (rows.Count == 0 || rows[^1] != row)
            {
                rows.Add(row);
                starts.Add(i);
            }
        }

        starts.Add(order.Length);
        return ([.. rows], starts);
    }
}
