using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Distill.Models.Networks;

/// <summary>
/// The batch that this process computes a share of, for layers whose answer for one example depends on the others, or on its place.
/// It holds for the thread that computes.
/// </summary>
internal sealed class SharedBatch : IDisposable
{
    [ThreadStatic]
    private static SharedBatch? current;

    private readonly ICollective ranks;

    private SharedBatch(ICollective ranks, int first, int count, int total) => (this.ranks, First, Count, Total) = (ranks, first, count, total);

    /// <summary>The batch in hand; null where this process computes all of it.</summary>
    public static SharedBatch? Current => current;

    /// <summary>The place in the batch of the first example of the share.</summary>
    public int First { get; }

    /// <summary>How many examples the share has.</summary>
    public int Count { get; }

    /// <summary>How many the batch has.</summary>
    public int Total { get; }

    /// <summary>Is <see cref="Current"/> until disposed.</summary>
    public static SharedBatch Of(ICollective ranks, int first, int count, int total) => current = new(ranks, first, count, total);

    /// <summary>The sum over ranks.</summary>
    /// <param name="mine">float32, without gradients.</param>
    public Tensor Sum(Tensor mine)
    {
        var sum = mine.contiguous().clone().cpu();
        ranks.Sum(MemoryMarshal.Cast<byte, float>(sum.bytes));
        return sum.to(mine.device);
    }

    public void Dispose() => current = null;
}
