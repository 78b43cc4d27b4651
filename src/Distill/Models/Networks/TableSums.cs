using System.Buffers;
using System.Runtime.InteropServices;
using Distill.Libtorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Sums of rows of a table. Their gradient has each row of the table once, where libtorch's own has one for each time that a row is
/// named: hundreds of thousands for a batch of long texts.
/// </summary>
internal sealed class TableSums : autograd.SingleTensorFunction<TableSums>
{
    private const string Named = "named", Made = "made";

    public override string Name => nameof(TableSums);

    /// <summary>Adds up.</summary>
    /// <param name="table">[rows, width].</param>
    /// <param name="rows">The rows of all texts, one text after another.</param>
    /// <param name="starts">Where each text begins among them.</param>
    /// <returns>[texts, width]; zeros of a text without rows.</returns>
    /// <remarks>Other precisions than float32, to which these sums are compared, take libtorch's way.</remarks>
    public static Tensor Of(EmbeddingBag table, long[] rows, long[] starts) =>
        table.weight is { } weight && !weight.IsOnCpu() ? SumsOnDevice(weight, new NamedRows(rows, starts))
            : table.weight!.dtype == ScalarType.Float32 && is_grad_enabled() && table.weight.requires_grad
            ? apply(table.weight, table, new NamedRows(rows, starts))
            : Sums(table, new NamedRows(rows, starts));

    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        var (table, named) = ((EmbeddingBag)arguments[1], (NamedRows)arguments[2]);
        context.save_data(Named, (table.weight!.shape, named));
        return Sums(table, named);
    }

    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        var (shape, named) = ((long[], NamedRows))context.get_data(Named);
        var made = Gradient(shape, named, gradient);
        // libtorch reads it after this method, when nothing else may hold it.
        context.save_data(Made, new[] { made });
        return [made, null!, null!];
    }

    private static Tensor Sums(EmbeddingBag table, NamedRows named)
    {
        using var rows = empty(named.Rows.Length, ScalarType.Int64);
        named.Rows.CopyTo(MemoryMarshal.Cast<byte, long>(rows.bytes));
        using var starts = tensor(named.Starts);
        return table.call(rows, starts);
    }

    // On a card a gradient of the entire table costs little, and each text's rows are added up one after another.
    private static Tensor SumsOnDevice(Tensor table, NamedRows named)
    {
        var texts = new long[named.Rows.Length];
        for (var text = 0; text < named.Starts.Length; text++)
        {
            texts.AsSpan((int)named.Starts[text]..(text + 1 < named.Starts.Length ? (int)named.Starts[text + 1] : texts.Length)).Fill(text);
        }

        var rows = table.index_select(0, tensor(named.Rows, device: table.device));
        using Scalar one = 1;
        return zeros([named.Starts.Length, table.shape[1]], table.dtype, table.device).index_add(0, tensor(texts, device: table.device), rows, one);
    }

    private static Tensor Gradient(long[] shape, NamedRows named, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var (count, width) = ((int)shape[0], (int)shape[1]);
        var places = ArrayPool<int>.Shared.Rent(count);
        try
        {
            var rows = PlacesOf(named.Rows, places.AsSpan(0, count));
            var sums = zeros(rows.Length, width, ScalarType.Float32);
            var given = gradient.contiguous();
            LibtorchThreads.Run((thread, threads) => Add(
                named, places, ((int)((long)rows.Length * thread / threads), (int)((long)rows.Length * (thread + 1) / threads)),
                MemoryMarshal.Cast<byte, float>(given.bytes), MemoryMarshal.Cast<byte, float>(sums.bytes), width));
            return sparse_coo_tensor(tensor(rows).view(1, rows.Length), sums, shape).MoveToOuterDisposeScope();
        }
        finally
        {
            ArrayPool<int>.Shared.Return(places);
        }
    }

    // The rows that are named, rising, and the place of each among them.
    private static long[] PlacesOf(long[] named, Span<int> places)
    {
        places.Clear();
        foreach (var row in named)
        {
            places[(int)row] = 1;
        }

        var rows = new List<long>();
        for (var row = 0; row < places.Length; row++)
        {
            if (places[row] != 0)
            {
                places[row] = rows.Count;
                rows.Add(row);
            }
        }

        return [.. rows];
    }

    // A thread has its own rows, and takes what they get in the order of the texts, so that any number of threads makes the same bits.
    private static void Add(NamedRows named, int[] places, (int First, int End) own, ReadOnlySpan<float> given, Span<float> sums, int width)
    {
        for (var text = 0; text < named.Starts.Length; text++)
        {
            var part = given.Slice(text * width, width);
            var end = text + 1 < named.Starts.Length ? (int)named.Starts[text + 1] : named.Rows.Length;
            for (var at = (int)named.Starts[text]; at < end; at++)
            {
                var place = places[named.Rows[at]];
                if (place >= own.First && place < own.End)
                {
                    var sum = sums.Slice(place * width, width);
                    System.Numerics.Tensors.TensorPrimitives.Add(sum, part, sum);
                }
            }
        }
    }

    private sealed record NamedRows(long[] Rows, long[] Starts);
}
