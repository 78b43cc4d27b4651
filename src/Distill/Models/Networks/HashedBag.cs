using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>Texts to vectors: the rows of a table that their n-grams name, pooled.</summary>
internal sealed class HashedBag : nn.Module<Tensor, Tensor>
{
    private readonly EmbeddingBag table;

    /// <param name="spec">Its table and its n-grams.</param>
    public HashedBag(BagSpec spec)
        : base(nameof(HashedBag))
    {
        NGrams = new NGrams(spec.Buckets, spec.Words, spec.Characters);
        Spec = spec;
        // Its gradient holds the rows of a batch alone, so that a step costs what its texts cost.
        table = nn.EmbeddingBag(spec.Buckets, spec.Dimensions, mode: EmbeddingBagMode.Sum, sparse: true);
        RegisterComponents();
    }

    /// <summary>[rows, dimensions].</summary>
    public Parameter Table => table.weight!;

    /// <summary>How texts become rows.</summary>
    public NGrams NGrams { get; }

    /// <summary>Its table and its n-grams.</summary>
    public BagSpec Spec { get; }

    /// <summary>The type of the vectors: that of the products behind the bag.</summary>
    public ScalarType OutputType { get; set; } = ScalarType.Float32;

    /// <summary>Pools.</summary>
    /// <param name="input">[batch, bytes] uint8: UTF-8.</param>
    /// <returns>[batch, dimensions].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (rows, starts, factors) = Read(input);
        var sums = table.call(rows, starts);
        var pooled = Spec.Pooling == BagPooling.Sum ? sums : sums.mul(factors);
        return pooled.to(OutputType).MoveToOuterDisposeScope();
    }

    // The row of each n-gram of all texts one after another, where each text starts, and what its sum is multiplied by.
    private (Tensor Rows, Tensor Starts, Tensor Factors) Read(Tensor input)
    {
        var texts = input.contiguous();
        var (count, length) = ((int)texts.shape[0], (int)texts.shape[1]);
        var parts = new List<long>[count];
        LibtorchThreads.Run((thread, threads) =>
        {
            var bytes = texts.bytes;
            var end = (int)((long)count * (thread + 1) / threads);
            for (var text = (int)((long)count * thread / threads); text < end; text++)
            {
                parts[text] = [];
                NGrams.Append(bytes.Slice(text * length, length), parts[text]);
            }
        });

        var starts = new long[count];
        var factors = new float[count];
        var total = 0;
        for (var text = 0; text < count; text++)
        {
            var found = parts[text].Count;
            starts[text] = total;
            factors[text] = found == 0 ? 0 : Spec.Pooling == BagPooling.Mean ? 1f / found : 1f / MathF.Sqrt(found);
            total += found;
        }

        var rows = empty(total, ScalarType.Int64);
        var places = MemoryMarshal.Cast<byte, long>(rows.bytes);
        foreach (var part in parts)
        {
            CollectionsMarshal.AsSpan(part).CopyTo(places);
            places = places[part.Count..];
        }

        return (rows, tensor(starts), tensor(factors, count, 1));
    }
}
