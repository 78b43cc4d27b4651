using Distill.Models.Networks;
using Distill.Onnx.Export.Writing;
using Distill.Onnx.Schema;
using Google.Protobuf;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Strings;

/// <summary>
/// The words of all texts, as one string with a mark before each word. The operator of WordPiece takes one text at a time, and the marks
/// tell afterwards which pieces are of which word.
/// </summary>
/// <param name="Joined">[1] strings: the mark, then the mark and a word, and so on.</param>
/// <param name="Texts">[words] int64: the text of each.</param>
internal sealed record WordStrings(string Joined, string Texts)
{
    /// <summary>The mark: a piece that no text has as a word, because brackets are words by themselves.</summary>
    public const string Mark = PieceVocabulary.Padding;

    /// <summary>Writes what makes the words.</summary>
    /// <param name="writer">Where nodes go.</param>
    /// <param name="steps">Where nodes on whole numbers go.</param>
    /// <param name="table">What characters become.</param>
    /// <param name="bytes">[texts, bytes] int64, zeros behind shorter texts.</param>
    public static WordStrings Write(GraphWriter writer, TextSteps steps, CharacterTable table, string bytes)
    {
        var isStart = steps.Do("And", steps.Do("Greater", bytes, steps.Number(0)), steps.Do("Not", CodePoints.Continue(steps, bytes)));
        var places = steps.Do("NonZero", isStart);
        var characters = steps.Do("GatherND", CodePoints.Of(steps, bytes), steps.Do("Transpose", places));
        var all = Row(writer, steps, table, characters);
        var isKept = steps.Do("Greater", all, steps.Number(0));
        var rows = steps.Do("Compress", all, isKept);
        var texts = steps.Do("Compress", steps.Do("Squeeze", steps.Slice(places, 0, 1), steps.List(0)), isKept);

        var isLetter = steps.Do("GreaterOrEqual", rows, steps.Number(table.FirstLetter));
        var followsLetter = steps.Do("Greater", Before(steps, steps.Cast(isLetter, DataType.Int64)), steps.Number(0));
        var goesOn = steps.Do("And", steps.Do("And", isLetter, followsLetter), steps.Do("Equal", texts, Before(steps, texts)));
        var isOfWord = steps.Do("Greater", rows, steps.Number(CharacterTable.Blank));
        var begins = steps.Do("Compress", steps.Do("Not", goesOn), isOfWord);
        var letters = steps.Do("Compress", rows, isOfWord);
        return new(
            Join(writer, table, Marked(steps, letters, steps.Cast(begins, DataType.Int64))),
            steps.Do("Compress", steps.Do("Compress", texts, isOfWord), begins));
    }

    private static string Row(GraphWriter writer, TextSteps steps, CharacterTable table, string characters)
    {
        const string name = ValueNames.Texts;
        var page = steps.Do("Gather", Small(writer, $"{name}.pages", table.Pages), steps.Do("Div", characters, steps.Number(CharacterTable.PageSize)));
        var first = steps.Do("Mul", steps.Cast(page, DataType.Int64), steps.Number(CharacterTable.PageSize));
        var place = steps.Do("Add", first, steps.Modulo(characters, CharacterTable.PageSize));
        return steps.Cast(steps.Do("Gather", Small(writer, $"{name}.rows", table.Rows), place), DataType.Int64);
    }

    // The first row, 0, is the mark that all begins with; 1 is a mark between two words.
    private static string Marked(TextSteps steps, string letters, string begins)
    {
        var places = steps.Do("Add", steps.Do("Range", steps.Number(0), steps.Do("Squeeze", steps.Do("Shape", letters)), steps.Number(1)), steps.Do("CumSum", begins, steps.Number(0)));
        var count = steps.Do("Add", steps.Do("Shape", letters), steps.Do("ReduceSum", begins, steps.List(0)));
        var marks = steps.Do("Expand", steps.Number(1), count);
        return steps.Join(0, steps.List(0), steps.Do("ScatterElements", marks, places, letters));
    }

    private static string Join(GraphWriter writer, CharacterTable table, string rows)
    {
        string[] strings = [Mark, $" {Mark} ", .. table.Strings.Skip(2)];
        var letters = writer.Node("Gather", [Constant(writer, "letters", strings), rows], $"{ValueNames.Texts}.parts");
        var axis = writer.Constant<long>($"{ValueNames.Texts}.axis", DataType.Int64, [0], 1);
        return ExtensionNodes.Add(writer, "StringJoin", [letters, Constant(writer, "between", [""]), axis], [$"{ValueNames.Texts}.joined"]);
    }

    private static string Before(TextSteps steps, string values) => steps.Slice(steps.Do("Pad", values, steps.List(1, 0)), 0, -1);

    private static string Small(GraphWriter writer, string name, int[] values) => values.Max() > ushort.MaxValue
        ? writer.Constant<int>(name, DataType.Int32, values, values.Length)
        : writer.Constant<ushort>(name, DataType.Uint16, Array.ConvertAll(values, value => (ushort)value), values.Length);

    private static string Constant(GraphWriter writer, string name, string[] strings)
    {
        var constant = new TensorProto { Name = $"{ValueNames.Texts}.{name}", DataType = (int)DataType.String, Dims = { strings.Length }, StringData = { strings.Select(ByteString.CopyFromUtf8) } };
        writer.Graph.Initializer.Add(constant);
        return constant.Name;
    }
}
