using System.Globalization;
using System.Runtime.InteropServices;
using Distill.Onnx.Inference;
using Distill.Onnx.Schema;
using Distill.Runs;
using static TorchSharp.torch;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Encoders;

/// <summary>The constants of a graph by name: its initializers, its nodes that hold one, and what only hands these on.</summary>
internal sealed class ConstantValues
{
    private readonly Dictionary<string, TensorProto> tensors = new(StringComparer.Ordinal);
    private readonly OnnxFile file;

    public ConstantValues(OnnxFile file)
    {
        this.file = file;
        foreach (var tensor in file.Model.Graph.Initializer)
        {
            tensors[tensor.Name] = tensor;
        }

        foreach (var node in file.Model.Graph.Node)
        {
            if (node is { OpType: "Constant", Output: [var made] } && node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } held)
            {
                tensors[made] = held;
            }
            else if (node is { OpType: "Identity" or "Cast", Input: [var given], Output: [var handed] } && tensors.TryGetValue(given, out var same))
            {
                tensors[handed] = same;
            }
        }
    }

    /// <summary>The names of all.</summary>
    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>Whether a value is a constant.</summary>
    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>The shape of one.</summary>
    public IReadOnlyList<long> Shape(string name) => [.. tensors[name].Dims];

    /// <summary>A constant of whole numbers; null where it is none.</summary>
    public IReadOnlyList<long>? Whole(string name)
    {
        if (!tensors.TryGetValue(name, out var tensor) || (DataType)tensor.DataType != DataType.Int64 || tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return null;
        }

        return tensor.RawData.Length > 0 ? MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray() : [.. tensor.Int64Data];
    }

    /// <summary>A constant of floating-point numbers as float32; the caller disposes it.</summary>
    /// <exception cref="DistillException">It holds other numbers.</exception>
    public Tensor Floats(string name)
    {
        var tensor = tensors[name];
        var (type, listed) = (DataType)tensor.DataType switch
        {
            DataType.Float => (ScalarType.Float32, (Array?)tensor.FloatData.ToArray()),
            DataType.Double => (ScalarType.Float64, tensor.DoubleData.ToArray()),
            DataType.Float16 => (ScalarType.Float16, Array.ConvertAll(tensor.Int32Data.ToArray(), bits => (ushort)bits)),
            DataType.Bfloat16 => (ScalarType.BFloat16, Array.ConvertAll(tensor.Int32Data.ToArray(), bits => (ushort)bits)),
            var other => throw new DistillException($"{file.Path}: '{name}' holds numbers of the type {other}; expected float32, float16, bfloat16 or float64. Is the model quantised?"),
        };
        using var read = empty([.. tensor.Dims], type);
        var bytes = tensor.DataLocation == TensorProto.Types.DataLocation.External ? External(tensor, read.bytes.Length)
            : tensor.RawData.Length > 0 ? tensor.RawData.Span
            : Bytes(listed!);
        if (bytes.Length != read.bytes.Length)
        {
            throw DistillException.Damaged($"{file.Path}: '{name}' has {bytes.Length} bytes; its shape [{string.Join(", ", tensor.Dims)}] takes {read.bytes.Length}.");
        }

        bytes.CopyTo(read.bytes);
        return read.to(ScalarType.Float32, copy: true);
    }

    private static ReadOnlySpan<byte> Bytes(Array numbers) =>
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(numbers), Buffer.ByteLength(numbers));

    // Its place was checked when the file was opened.
    private ReadOnlySpan<byte> External(TensorProto tensor, int length)
    {
        string? Entry(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
        var path = Path.Combine(file.Folder, Entry("location")!);
        try
        {
            using var handle = File.OpenHandle(path);
            var bytes = new byte[length];
            var offset = long.Parse(Entry("offset") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture);
            return bytes.AsSpan(0, RandomAccess.Read(handle, bytes, offset));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
