namespace Distill.Onnx.Export;

/// <summary>What the inputs and outputs of an exported student are called.</summary>
internal static class ValueNames
{
    /// <summary>[batch, channels, height, width]: images.</summary>
    public const string Pixels = "pixels";

    /// <summary>[batch, features]: vectors of features; [batch, channels, height, width]: images of real numbers.</summary>
    public const string Features = "features";

    /// <summary>[batch] strings: texts as they are.</summary>
    public const string Texts = "texts";

    /// <summary>[batch, bytes] uint8: texts in UTF-8, with zeros behind those that are shorter than the longest.</summary>
    public const string Text = "text";

    /// <summary>[batch, pieces] int64: rows of the vocabulary, with that of [PAD] behind texts that are shorter than the longest.</summary>
    public const string Pieces = "input_ids";

    /// <summary>[batch, classes] float32: logits.</summary>
    public const string Logits = "logits";

    /// <summary>[batch, numbers] float32, first output of an embedder: its answers at length one. The logits are then its answers as they come.</summary>
    public const string Vector = "vector";

    /// <summary>[batch, classes] float32: softmax of the logits divided by the temperature.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>The constant that logits are divided by.</summary>
    internal const string Temperature = "temperature";

    /// <summary>Logits divided by the temperature.</summary>
    internal const string Softened = "softened";
}
