using Distill.Onnx.Inference;
using Distill.Teachers.Foreign;

namespace Distill.Onnx.Teaching;

/// <summary>How a model is fed.</summary>
/// <param name="Parts">
/// The inputs that take examples: one, or several that share the features of an example, each with its first feature and
/// how many it takes.
/// </param>
/// <param name="Sides">Inputs that are fed with zeros or empty texts, such as a label that training needed.</param>
/// <param name="View">What an example must be.</param>
/// <param name="Rank">Dimensions of the input, the batch included; 3 for grey images without an axis of channels.</param>
/// <param name="Batch">The batch that the model is made for; null where any will do.</param>
internal sealed record TeacherInput(
    IReadOnlyList<(OnnxSlot Slot, int First, int Count)> Parts,
    IReadOnlyList<OnnxSlot> Sides,
    ForeignInput View,
    int Rank,
    int? Batch)
{
    /// <summary>The type of its numbers.</summary>
    public TorchSharp.torch.ScalarType Type => OnnxTensors.TypeOf(Parts[0].Slot.Type)!.Value;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", Parts.Select(part => part.Slot))
        + (Parts.Count > 1 ? ", which take the features in this order" : "")
        + (Batch is { } batch ? $"; made for batches of {batch}, into which examples are divided" : "")
        + (Sides.Count > 0 ? $"; {string.Join(" and ", Sides)} fed with zeros" : "");
}
