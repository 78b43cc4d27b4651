namespace Distill.Testing;

/// <summary>
/// One model of <see cref="TorchModels"/>; its files are names in the folder. <see cref="Cases"/> holds
/// <c>pixels</c> [n, channels, height, width] uint8, <c>input</c> (scaled and normalised, in the model's layout),
/// <c>output</c> and <c>logits</c>, all float32.
/// </summary>
public sealed record TorchModel
{
    public required string Name { get; init; }

    /// <summary>Channels, height, width of an example.</summary>
    public required int[] Shape { get; init; }

    /// <summary>nchw or nhwc: what the model takes; <c>pixels</c> are always channels first.</summary>
    public required string Layout { get; init; }

    /// <summary>The only batch size that the model takes, or null for any.</summary>
    public int? Batch { get; init; }

    /// <summary>Of each channel, pixels being 0 to 1.</summary>
    public required double[] Mean { get; init; }

    public required double[] Std { get; init; }

    public required int Classes { get; init; }

    /// <summary>logits, probabilities or logProbabilities.</summary>
    public required string Output { get; init; }

    public required string Cases { get; init; }

    /// <summary>The state dict of the network that gives the logits.</summary>
    public required string State { get; init; }

    /// <summary>Null where PyTorch exports none.</summary>
    public string? Onnx { get; init; }

    /// <summary>Made by torch.jit.trace; null where PyTorch makes none.</summary>
    public string? Trace { get; init; }

    /// <summary>Made by torch.jit.script; null where PyTorch makes none.</summary>
    public string? Script { get; init; }
}
