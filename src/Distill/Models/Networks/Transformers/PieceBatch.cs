using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// The pieces of some texts, one text behind the other: products take these alone, and nothing for the ends of shorter texts. For attention
/// they are laid out as [texts, pieces of the longest]. All belong to the enclosing dispose scope.
/// </summary>
internal sealed class PieceBatch
{
    private readonly Tensor spread;
    private readonly Tensor gathered;
    private readonly Tensor counts;

    /// <param name="texts">The rows of each text's pieces, one at least.</param>
    /// <param name="length">The most pieces that a text may have.</param>
    /// <param name="device">Where its tensors go.</param>
    public PieceBatch(IReadOnlyList<List<long>> texts, int length, Device device)
    {
        (Texts, Longest) = (texts.Count, texts.Max(text => text.Count));
        var total = texts.Sum(text => text.Count);
        var (rows, positions, gather, starts) = (new long[total], new long[total], new long[total], new long[Texts]);
        var (lay, absent) = (new long[Texts * Longest], new bool[Texts * Longest]);
        Array.Fill(absent, true);
        var first = SharedBatch.Current?.First ?? 0;
        Places = new int[total];
        var at = 0;
        for (var text = 0; text < Texts; text++)
        {
            starts[text] = at;
            for (var piece = 0; piece < texts[text].Count; piece++, at++)
            {
                var place = (text * Longest) + piece;
                (rows[at], positions[at], gather[at], lay[place], absent[place]) = (texts[text][piece], piece, place, at, false);
                Places[at] = unchecked(((first + text) * length) + piece);
            }
        }

        (Rows, Positions, Starts, Absent) = (Numbers(rows), Numbers(positions), Numbers(starts), tensor(absent, [Texts, Longest], device: device));
        (spread, gathered) = (Numbers(lay), Numbers(gather));
        counts = tensor(texts.Select(text => (float)text.Count).ToArray(), [Texts, 1], device: device);

        Tensor Numbers(long[] values) => tensor(values, device: device);
    }

    /// <summary>How many texts.</summary>
    public int Texts { get; }

    /// <summary>Pieces of the longest.</summary>
    public int Longest { get; }

    /// <summary>The row of each piece, [pieces] int64.</summary>
    public Tensor Rows { get; }

    /// <summary>The place of each in its text, from 0, [pieces] int64.</summary>
    public Tensor Positions { get; }

    /// <summary>Where each text begins, [texts] int64.</summary>
    public Tensor Starts { get; }

    /// <summary>Where nothing stands, [texts, longest] booleans.</summary>
    public Tensor Absent { get; }

    /// <summary>A number for each piece that depends on the text's place in the batch and its own in the text alone.</summary>
    public int[] Places { get; }

    /// <summary>[pieces, n] as [texts, longest, n]; behind a text's end stands some piece's.</summary>
    public Tensor Spread(Tensor vectors) => vectors.index_select(0, spread).view(Texts, Longest, vectors.shape[1]);

    /// <summary>[texts, longest, n] as [pieces, n].</summary>
    public Tensor Gathered(Tensor vectors) => vectors.reshape(Texts * Longest, vectors.shape[2]).index_select(0, gathered);

    /// <summary>The mean over each text's pieces: [pieces, n] as [texts, n].</summary>
    public Tensor Means(Tensor vectors)
    {
        var present = Absent.logical_not().unsqueeze(2).to(vectors.dtype);
        return Spread(vectors).mul(present).sum(1).div(counts.to(vectors.dtype));
    }
}
