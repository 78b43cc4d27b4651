using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// A layer of BERT: attention, then two products with GELU between them; each adds to the vectors, and their sum is normalised. Products take
/// the type of their weights, all else stays in that of the vectors.
/// </summary>
internal sealed class TransformerLayer : nn.Module<Tensor, PieceBatch, Tensor>
{
    private readonly Linear projection;
    private readonly SelfAttention attention;
    private readonly Linear output;
    private readonly LayerNorm norm1;
    private readonly Linear inner;
    private readonly GELU gelu;
    private readonly Linear outer;
    private readonly LayerNorm norm2;
    private readonly SeededDropout? dropout;

    /// <param name="spec">Its sizes.</param>
    public TransformerLayer(TransformerSpec spec)
        : base(nameof(TransformerLayer))
    {
        var (width, hidden) = (spec.Width, spec.HiddenWidth);
        projection = nn.Linear(width, 3 * width, dtype: ScalarType.Float32);
        attention = new SelfAttention(spec.HeadCount);
        output = nn.Linear(width, width, dtype: ScalarType.Float32);
        norm1 = nn.LayerNorm(width, spec.LeastVariance);
        inner = nn.Linear(width, hidden, dtype: ScalarType.Float32);
        gelu = nn.GELU();
        outer = nn.Linear(hidden, width, dtype: ScalarType.Float32);
        norm2 = nn.LayerNorm(width, spec.LeastVariance);
        dropout = spec.Dropout > 0 ? new SeededDropout(spec.Dropout) : null;
        RegisterComponents();
    }

    /// <summary>Queries, keys and values, one behind the other.</summary>
    public Linear Projection => projection;

    /// <summary>What attends.</summary>
    public SelfAttention Attention => attention;

    /// <summary>Behind attention.</summary>
    public Linear Output => output;

    /// <summary>Of the sum with what attention gives.</summary>
    public LayerNorm Norm1 => norm1;

    /// <summary>The first of the two products.</summary>
    public Linear Inner => inner;

    /// <summary>The second.</summary>
    public Linear Outer => outer;

    /// <summary>Of the sum with what the products give.</summary>
    public LayerNorm Norm2 => norm2;

    /// <param name="vectors">[pieces, dimensions].</param>
    /// <param name="pieces">Which pieces.</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor vectors, PieceBatch pieces)
    {
        using var scope = NewDisposeScope();
        var mixed = Wide(projection.call(Narrow(vectors)), vectors);
        var attended = pieces.Gathered(attention.call(pieces.Spread(mixed), pieces.Absent));
        var middle = norm1.call(vectors.Plus(Dropped(Wide(output.call(Narrow(attended)), vectors), pieces)));
        var added = Wide(outer.call(gelu.call(inner.call(Narrow(middle)))), vectors);
        return norm2.call(middle.Plus(Dropped(added, pieces))).MoveToOuterDisposeScope();
    }

    private Tensor Narrow(Tensor values) => values.to(projection.weight!.dtype);

    private static Tensor Wide(Tensor values, Tensor like) => values.to(like.dtype);

    private Tensor Dropped(Tensor values, PieceBatch pieces) => dropout is null ? values : dropout.Of(values, pieces.Places);
}
