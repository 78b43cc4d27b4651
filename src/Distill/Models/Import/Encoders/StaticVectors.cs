using Distill.Models.Networks;
using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>
/// Rows of a student's table from a pretrained encoder: what it answers to each piece alone, along the directions in which these answers differ
/// most.
/// </summary>
internal static class StaticVectors
{
    private const int BatchPieces = 256;

    /// <summary>The encoder's vectors of single pieces, each between the marks, pooled as the encoder pools a text.</summary>
    /// <param name="encoder">Of the encoder's own specification and weights.</param>
    /// <param name="rows">The pieces.</param>
    /// <param name="progress">Told of pieces done; null to tell no one.</param>
    /// <param name="cancellationToken">Looked at between batches.</param>
    /// <returns>[rows, dimensions] float32; the caller disposes them.</returns>
    public static Tensor Of(Classifier encoder, int[] rows, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        encoder.eval();
        var network = (PieceTransformer)encoder.Network.children().First();
        List<long> marks = network.Vocabulary.Of([], 2);
        var parts = new List<Tensor>();
        foreach (var part in rows.Chunk(BatchPieces))
        {
            cancellationToken.ThrowIfCancellationRequested();
            parts.Add(network.Of([.. part.Select(row => new List<long> { marks[0], row, marks[1] })]));
            progress?.Report(new WorkProgress("encoding pieces", Math.Min(rows.Length, parts.Count * BatchPieces), rows.Length, "pieces"));
        }

        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The vectors about their mean, along their principal components, the largest first, in such a size that their mean square is that of rows which
    /// are drawn. A component points to where its largest number is positive.
    /// </summary>
    /// <param name="vectors">[rows, numbers] float32.</param>
    /// <param name="dimensions">How many components, at most as many as there are numbers.</param>
    /// <returns>[rows, dimensions] float32; the caller disposes them. Null where all vectors are the same.</returns>
    public static Tensor? Reduced(Tensor vectors, int dimensions)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var exact = vectors.to(ScalarType.Float64);
        var centred = exact.Plus(exact.mean([0], keepdim: true), -1);
        var (_, directions) = linalg.eigh(centred.t().mm(centred));
        var leading = directions.narrow(1, directions.shape[1] - dimensions, dimensions).flip(1);
        leading = leading.mul(leading.gather(0, leading.abs().argmax(0, keepdim: true)).sign());
        var reduced = centred.mm(leading);
        var square = reduced.mul(reduced).mean().item<double>();
        return square > 0 ? reduced.Times(Initialisation.Size(dimensions) / Math.Sqrt(square)).to(ScalarType.Float32).MoveToOuterDisposeScope() : null;
    }
}
