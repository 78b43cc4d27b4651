using static TorchSharp.torch;

namespace Distill;

/// <summary>Some examples, as a model or a teacher receives them. Owns its tensors.</summary>
/// <param name="inputs">
/// [batch, channels, height, width] for images, [batch, features] for features, [batch, bytes] for texts; uint8 pixels
/// 0..255 or UTF-8, or float32 numbers, as the source keeps them: each model normalises for itself.
/// </param>
/// <param name="labels">[batch], int64; −1 where an example has no label.</param>
/// <param name="rows">[batch]: the row of each example in its source, by which stored targets find theirs.</param>
public sealed class Batch(Tensor inputs, Tensor labels, long[] rows) : IDisposable
{
    /// <summary>Raw inputs: [batch, channels, height, width] uint8 or float32, [batch, features] float32, or [batch, bytes] uint8.</summary>
    public Tensor Inputs { get; } = inputs;

    /// <summary>[batch], int64; −1 where an example has no label.</summary>
    public Tensor Labels { get; } = labels;

    /// <summary>[batch]: the row of each example in its source.</summary>
    public ReadOnlySpan<long> Rows => rows;

    /// <summary>How many examples there are.</summary>
    public int Size => rows.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
