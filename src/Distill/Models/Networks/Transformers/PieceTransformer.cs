using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>Texts to vectors: the rows of their pieces and of their places, through layers of a transformer, pooled.</summary>
internal sealed class PieceTransformer : TextVectors
{
    private readonly Embedding table;
    private readonly Embedding places;
    private readonly LayerNorm norm;
    private readonly ModuleList<TransformerLayer> layers = new();
    private readonly SeededDropout? dropout;

    /// <param name="spec">Its sizes; the vocabulary is read.</param>
    public PieceTransformer(TransformerSpec spec)
        : base(nameof(PieceTransformer))
    {
        Spec = spec;
        Vocabulary = ((IPieceNetwork)spec).Pieces();
        table = nn.Embedding(spec.Rows, spec.Width, sparse: true);
        places = nn.Embedding(spec.Length, spec.Width, sparse: true);
        norm = nn.LayerNorm(spec.Width, spec.LeastVariance);
        dropout = spec.Dropout > 0 ? new SeededDropout(spec.Dropout) : null;
        for (var layer = 0; layer < spec.Depth; layer++)
        {
            layers.Add(new TransformerLayer(spec));
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Tables => [table.weight!, places.weight!];

    /// <summary>Its sizes.</summary>
    public TransformerSpec Spec { get; }

    /// <summary>How texts become rows.</summary>
    public PieceVocabulary Vocabulary { get; }

    /// <summary>The normalisation of the first vectors.</summary>
    public LayerNorm Norm => norm;

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<TransformerLayer> Layers => [.. layers];

    /// <summary>Reads.</summary>
    /// <param name="input">[batch, bytes] uint8: UTF-8.</param>
    /// <returns>[batch, dimensions].</returns>
    public override Tensor forward(Tensor input)
    {
        var texts = Read(input, (text, rows) => Vocabulary.Append(text, Spec.Length, rows));
        return Of(texts);
    }

    /// <summary>The vectors of texts that were cut.</summary>
    /// <param name="texts">The rows of each text's pieces, with its marks.</param>
    /// <returns>[texts, dimensions].</returns>
    public Tensor Of(IReadOnlyList<List<long>> texts)
    {
        using var scope = NewDisposeScope();
        var pieces = new PieceBatch(texts, Spec.Length, Table.device);
        var vectors = norm.call(RowsOf(table, pieces.Rows).Plus(RowsOf(places, pieces.Positions)));
        vectors = dropout is null ? vectors : dropout.Of(vectors, pieces.Places);
        foreach (var layer in layers)
        {
            vectors = layer.call(vectors, pieces);
        }

        var pooled = Spec.Pooling == TextPooling.First ? vectors.index_select(0, pieces.Starts) : pieces.Means(vectors);
        // Only bf16 names a type of its own, so that the comparison with double precision reaches the end.
        return (OutputType == ScalarType.BFloat16 ? pooled.to(OutputType) : pooled).MoveToOuterDisposeScope();
    }
}
