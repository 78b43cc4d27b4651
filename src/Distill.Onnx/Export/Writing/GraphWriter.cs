using System.Runtime.InteropServices;
using Distill.Onnx.Schema;
using Google.Protobuf;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Collects the nodes and constants of a graph in the order in which they are made.</summary>
internal sealed class GraphWriter
{
    /// <summary>The name of the first dimension of inputs and outputs, whose size is known only when the model runs.</summary>
    public const string Batch = "batch";

    /// <summary>The name of the dimension of texts, as many bytes as the longest of them has.</summary>
    public const string Bytes = "bytes";

    /// <summary>The name of the dimension of pieces of texts, as many as the longest of them has.</summary>
    public const string Pieces = "pieces";

    public GraphProto Graph { get; } = new() { Name = "student" };

    /// <summary>Adds a node of one output and gives the output's name.</summary>
    public string Node(string type, IEnumerable<string> inputs, string output, params IEnumerable<AttributeProto> attributes)
    {
        Graph.Node.Add(new NodeProto { OpType = type, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    /// <summary>Adds a constant and gives its name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What the numbers are.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">None for a single number.</param>
    public string Constant<T>(string name, DataType type, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { shape.ToArray() }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) });
        return name;
    }

    /// <summary>Adds a constant of float32.</summary>
    public string Constant(string name, IEnumerable<double> values, params ReadOnlySpan<long> shape) =>
        Constant<float>(name, DataType.Float, values.Select(value => (float)value).ToArray(), shape);

    /// <summary>What a value is: its type, and [batch, …] as its shape, in which −1 is <see cref="Bytes"/> and −2 <see cref="Pieces"/>.</summary>
    public static ValueInfoProto Value(string name, DataType type, IEnumerable<long> shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)type,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        new TensorShapeProto.Types.Dimension { DimParam = Batch },
                        shape.Select(size => size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = size == -1 ? Bytes : Pieces } : new TensorShapeProto.Types.Dimension { DimValue = size }),
                    },
                },
            },
        },
    };
}
