using Distill.Onnx.Schema;
using Google.Protobuf;
using static Distill.Onnx.Schema.AttributeProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Settings of a node.</summary>
internal static class Attributes
{
    public static AttributeProto Number(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Real(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Numbers(string name, params IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };
}
