using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Distill.Onnx.Inference;

/// <summary>An input or an output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers; null where it is no tensor, such as a sequence of maps.</param>
/// <param name="Dims">Its dimensions; null where one is known only when the model runs.</param>
internal sealed record OnnxSlot(string Name, TensorElementType? Type, IReadOnlyList<int?> Dims)
{
    public static OnnxSlot Of(string name, NodeMetadata metadata) => metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR
        ? new OnnxSlot(name, metadata.ElementDataType, [.. metadata.Dimensions.Select(dim => dim <= 0 ? (int?)null : dim)])
        : new OnnxSlot(name, null, []);

    /// <summary>For example "'input' float [?, 3, 224, 224]".</summary>
    public override string ToString() => Type is null
        ? $"'{Name}', which is no tensor"
        : $"'{Name}' {Type.ToString()!.ToLowerInvariant()} [{string.Join(", ", Dims.Select(dim => dim?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"))}]";
}
