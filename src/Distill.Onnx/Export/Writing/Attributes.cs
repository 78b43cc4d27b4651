using Distill.Onnx.Schema;
using static Distill.Onnx.Schema.AttributeProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Settings of a node.</summary>
internal static class Attributes
{
    public static AttributeProto Number(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Numbers(string name, params IEnumerable<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = { values } };
}
