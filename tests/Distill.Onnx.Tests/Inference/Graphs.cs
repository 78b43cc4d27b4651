using System.Runtime.InteropServices;
using Distill.Onnx.Schema;
using Google.Protobuf;
using DataType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx.Tests.Inference;

/// <summary>Small models written with the schema.</summary>
internal static class Graphs
{
    public static ModelProto Model(GraphProto graph, long opset = 17) => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = opset } },
        Graph = graph,
    };

    public static NodeProto Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes) =>
        new() { OpType = type, Input = { inputs }, Output = { outputs }, Attribute = { attributes } };

    public static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>An input or output; a negative dimension is a free one.</summary>
    public static ValueInfoProto Value(string name, DataType type, params long[] dims) => new()
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
                        dims.Select((dim, place) => dim < 0
                            ? new TensorShapeProto.Types.Dimension { DimParam = $"n{place}" }
                            : new TensorShapeProto.Types.Dimension { DimValue = dim }),
                    },
                },
            },
        },
    };

    public static TensorProto Floats(string name, float[] values, params long[] dims) =>
        new() { Name = name, DataType = (int)DataType.Float, Dims = { dims }, RawData = Raw(values) };

    public static TensorProto Longs(string name, params long[] values) =>
        new() { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length }, RawData = Raw(values) };

    public static ByteString Raw<T>(T[] values) where T : unmanaged => ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values));
}
