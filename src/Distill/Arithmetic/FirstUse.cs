using static TorchSharp.torch;

namespace Distill.Arithmetic;

/// <summary>
/// Keeps two threads from computing for the first time at once. oneDNN chooses the blocks of a convolution when it meets a
/// shape, and keeps what it chooses by in variables that all threads share without a lock. Where two threads meet the same
/// shape at once, they may choose differently and then use one choice with the memory of the other: wrong gradients, or the
/// end of the process.
/// </summary>
internal sealed class FirstUse
{
    private static readonly Lock Gate = new();

    private readonly HashSet<(long Examples, bool Learns)> known = [];

    /// <summary>No other thread computes for the first time until the result is disposed, by the thread that got it.</summary>
    public static IDisposable Alone() => new Turn();

    /// <summary>The same, where so many examples were not computed before; null where they were.</summary>
    /// <param name="examples">How many there are: each number has its own blocks.</param>
    public IDisposable? Of(long examples) => Add(examples) ? new Turn() : null;

    private bool Add(long examples)
    {
        lock (known)
        {
            return known.Add((examples, is_grad_enabled()));
        }
    }

    private sealed class Turn : IDisposable
    {
        public Turn() => Gate.Enter();

        public void Dispose() => Gate.Exit();
    }
}
