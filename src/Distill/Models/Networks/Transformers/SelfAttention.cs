using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// Attention of the pieces of a text to each other: in each head every piece takes a mean of all values, weighted by the softmax of the
/// products of its query with their keys over the square root of their length (Vaswani et al. 2017).
/// </summary>
/// <param name="heads">How many.</param>
internal sealed class SelfAttention(int heads) : nn.Module<Tensor, Tensor, Tensor>(nameof(SelfAttention))
{
    /// <summary>Stands for minus infinity, and is a number, so that a text without pieces gives numbers.</summary>
    public const double Least = -1e30;

    /// <summary>How many heads.</summary>
    public int Heads => heads;

    /// <summary>Attends.</summary>
    /// <param name="mixed">[texts, pieces, 3 × dimensions]: queries, keys and values, each head after head.</param>
    /// <param name="absent">[texts, pieces] booleans: whether nothing stands there.</param>
    /// <returns>[texts, pieces, dimensions].</returns>
    public override Tensor forward(Tensor mixed, Tensor absent)
    {
        using var scope = NewDisposeScope();
        var (texts, pieces, size) = (mixed.shape[0], mixed.shape[1], mixed.shape[2] / 3 / heads);
        var parts = mixed.view(texts, pieces, 3, heads, size).permute(2, 0, 3, 1, 4);
        var (queries, keys, values) = (parts.select(0, 0), parts.select(0, 1), parts.select(0, 2));
        using Scalar least = Least;
        var scores = queries.matmul(keys.transpose(2, 3)).Times(1 / Math.Sqrt(size)).masked_fill(absent.view(texts, 1, 1, pieces), least);
        return scores.softmax(3).matmul(values).transpose(1, 2).reshape(texts, pieces, heads * size).MoveToOuterDisposeScope();
    }
}
