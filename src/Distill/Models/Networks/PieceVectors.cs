using Distill.Libtorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Texts to vectors: the rows of a table that their pieces name, pooled, or under convolutions along the text of which each unit keeps its
/// largest value (Kim 2014).
/// </summary>
internal sealed class PieceVectors : TextVectors
{
    // Its name is that of the weights in files, whichever of the two it is.
    private readonly nn.Module table;
    private readonly ModuleList<Conv2d> convolutions = new();

    /// <param name="spec">Its table and its convolutions; the vocabulary is read.</param>
    public PieceVectors(WordPieceSpec spec)
        : base(nameof(PieceVectors))
    {
        Spec = spec;
        Vocabulary = spec.Pieces();
        table = spec.Kernels.Count == 0
            ? nn.EmbeddingBag(spec.Rows, spec.Dimensions, mode: EmbeddingBagMode.Sum, sparse: true)
            : nn.Embedding(spec.Rows, spec.Dimensions, sparse: true);
        foreach (var kernel in spec.Kernels)
        {
            convolutions.Add(nn.Conv2d(spec.Dimensions, spec.Filters, (kernel, 1), padding: (kernel / 2, 0)));
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Tables => [table is EmbeddingBag bag ? bag.weight! : ((Embedding)table).weight!];

    /// <summary>Its table and its convolutions.</summary>
    public WordPieceSpec Spec { get; }

    /// <summary>How texts become rows.</summary>
    public PieceVocabulary Vocabulary { get; }

    /// <summary>The convolutions, in the order of the kernels.</summary>
    public IReadOnlyList<Conv2d> Convolutions => [.. convolutions];

    /// <summary>Reads.</summary>
    /// <param name="input">[batch, bytes] uint8: UTF-8.</param>
    /// <returns>[batch, dimensions], or [batch, filters × kernels] with convolutions.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var parts = Read(input, (text, rows) => Vocabulary.Append(text, Spec.Length, rows));
        var vectors = table is EmbeddingBag bag ? PooledRows.Of(bag, parts, Spec.Pooling) : Convolved((Embedding)table, parts);
        return vectors.to(OutputType).MoveToOuterDisposeScope();
    }

    private Tensor Convolved(Embedding embedding, List<long>[] parts)
    {
        var (numbers, longest) = Vocabulary.Padded(parts);
        var ids = tensor(numbers, parts.Length, longest);
        using Scalar padding = Vocabulary.PaddingRow;
        var present = ids.ne(padding).to(ScalarType.Float32).On(Table.device);
        // [batch, dimensions, pieces, 1]; nothing stands behind a text's end.
        var rows = RowsOf(embedding, ids).mul(present.unsqueeze(2)).transpose(1, 2).unsqueeze(3).contiguous().to(OutputType);
        var mask = present.to(OutputType).unsqueeze(1).unsqueeze(3);
        return cat([.. convolutions.Select(layer => layer.call(rows).narrow(2, 0, longest).relu().mul(mask).amax([2, 3]))], 1);
    }
}
