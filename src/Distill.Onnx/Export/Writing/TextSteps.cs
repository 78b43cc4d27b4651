using Distill.Onnx.Schema;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Writing;

/// <summary>Steps on whole numbers of 64 bits, each a node with a name of its own.</summary>
/// <param name="writer">Where nodes go.</param>
/// <param name="name">What all names begin with.</param>
internal sealed class TextSteps(GraphWriter writer, string name)
{
    /// <summary>The end of an axis.</summary>
    public const long End = long.MaxValue;

    private readonly Dictionary<string, string> constants = new(StringComparer.Ordinal);
    private int count;

    /// <summary>A node of one output.</summary>
    public string Do(string type, params IEnumerable<string> inputs) => Do(type, [], inputs);

    /// <summary>A node with settings.</summary>
    public string Do(string type, IEnumerable<AttributeProto> attributes, params IEnumerable<string> inputs) =>
        writer.Node(type, inputs, $"{name}.{type}{++count}", attributes);

    /// <summary>A single number.</summary>
    public string Number(long value) => Once($"{name}.{value}", [value], []);

    /// <summary>A list of numbers.</summary>
    public string List(params long[] values) => Once($"{name}.[{string.Join(',', values.Take(8))}]{(values.Length > 8 ? $"…{values.Length}.{constants.Count}" : "")}", values, [values.Length]);

    /// <summary>A part of a value along one axis.</summary>
    public string Slice(string value, long from, long to, long axis = 0) => Do("Slice", value, List(from), List(to), List(axis));

    /// <summary>a·b mod m, of numbers below m.</summary>
    public string Times(string a, string b, long modulus) => Modulo(Do("Mul", a, b), modulus);

    /// <summary>a mod m, 0 or more.</summary>
    public string Modulo(string a, long modulus) => Do("Mod", a, Number(modulus));

    /// <summary>Values one after the other.</summary>
    public string Join(long axis, params IEnumerable<string> values) => Do("Concat", [Attributes.Number("axis", axis)], values);

    /// <summary>What stands so many columns behind each place; zeros behind the last.</summary>
    public string Later(string value, long columns) => Slice(Do("Pad", value, List(0, 0, 0, columns)), columns, End, axis: 1);

    /// <summary>Numbers of another type.</summary>
    public string Cast(string value, DataType type) => Do("Cast", [Attributes.Number("to", (long)type)], value);

    private string Once(string constant, long[] values, long[] shape)
    {
        if (!constants.TryGetValue(constant, out var known))
        {
            known = constants[constant] = writer.Constant<long>(constant, DataType.Int64, values, shape);
        }

        return known;
    }
}
