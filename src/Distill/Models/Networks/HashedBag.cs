using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>Texts to vectors: the rows of a table that their n-grams name, pooled.</summary>
internal sealed class HashedBag : TextVectors
{
    private readonly EmbeddingBag table;

    /// <param name="spec">Its table and its n-grams.</param>
    public HashedBag(BagSpec spec)
        : base(nameof(HashedBag))
    {
        NGrams = new NGrams(spec.Buckets, spec.Words, spec.Characters);
        Spec = spec;
        table = nn.EmbeddingBag(spec.Buckets, spec.Dimensions, mode: EmbeddingBagMode.Sum, sparse: true);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Tables => [table.weight!];

    /// <summary>How texts become rows.</summary>
    public NGrams NGrams { get; }

    /// <summary>Its table and its n-grams.</summary>
    public BagSpec Spec { get; }

    /// <summary>Pools.</summary>
    /// <param name="input">[batch, bytes] uint8: UTF-8.</param>
    /// <returns>[batch, dimensions].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pooled = PooledRows.Of(table, Read(input, NGrams.Append), Spec.Pooling);
        return pooled.to(OutputType).MoveToOuterDisposeScope();
    }
}
