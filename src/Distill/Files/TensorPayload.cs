using static TorchSharp.torch;

namespace Distill.Files;

/// <summary>A tensor on its way into a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">The sizes of its dimensions; empty for a scalar.</param>
/// <param name="Write">Writes exactly its bytes, little-endian, row-major.</param>
internal sealed record TensorPayload(string Name, TensorType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    /// <summary>A tensor of libtorch, which must stay alive until the file is written.</summary>
    /// <exception cref="ArgumentException">Its type is complex or quantised.</exception>
    public static TensorPayload Of(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new TensorPayload(name, TensorTypes.Of(tensor.dtype), tensor.shape, stream =>
        {
            // A tensor that no scope and no variable holds may be freed while libtorch still reads it.
            using var scope = NewDisposeScope();
            var plain = tensor.detach().cpu().contiguous();
            stream.Write(plain.bytes);
        });
    }

    /// <summary>Bytes that are in memory.</summary>
    public static TensorPayload Of(string name, TensorType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes) =>
        new(name, type, shape, stream => stream.Write(bytes.Span));

    /// <summary>Its length in bytes.</summary>
    internal long Length => Shape.Aggregate((long)TensorTypes.Width(Type), (length, size) => checked(length * size));
}
