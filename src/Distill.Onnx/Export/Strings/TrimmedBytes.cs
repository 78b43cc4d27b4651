using System.Globalization;
using Distill.Onnx.Export.Writing;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Strings;

/// <summary>
/// Writes what makes bytes of UTF-8 of strings, as examples of texts have them: without blanks around the text, and cut off between two
/// characters.
/// </summary>
/// <param name="writer">Where nodes go.</param>
/// <param name="steps">Where nodes on whole numbers go.</param>
/// <param name="mostBytes">The bytes of a text that are read.</param>
internal sealed class TrimmedBytes(GraphWriter writer, TextSteps steps, int mostBytes)
{
    // The last blank, U+3000, and a character that is none.
    private const int LargestBlank = 0x3000;

    // First bytes of characters of two, three and four bytes.
    private static readonly long[] LongerFrom = [0xC0, 0xE0, 0xF0];

    /// <summary>Writes the nodes and gives the name of what they make, [texts, bytes] int64 with zeros behind shorter texts.</summary>
    /// <param name="texts">[texts] strings.</param>
    public string Write(string texts)
    {
        // One column at least; −1 is behind the end.
        var bytes = steps.Do("Sub", steps.Do("Pad", Numbered(texts), steps.List(0, 0, 0, 1)), steps.Number(1));
        var width = steps.Do("Gather", steps.Do("Shape", bytes), steps.Number(1));
        var columns = steps.Do("Range", steps.Number(0), width, steps.Number(1));
        var isSolid = steps.Do("And", steps.Do("GreaterOrEqual", bytes, steps.Number(0)), steps.Do("Not", steps.Do("Or", CodePoints.Continue(steps, bytes), IsBlank(bytes))));
        var first = Over("ReduceMin", steps.Do("Where", isSolid, columns, width));
        var last = Over("ReduceMax", steps.Do("Where", isSolid, columns, steps.Number(-1)));
        // As many bytes as the first of the last character says. Without any character the length is 0 or less.
        var ending = At(bytes, steps.Do("Max", last, steps.Number(0)));
        var end = LongerFrom.Aggregate(
            steps.Do("Add", last, steps.Number(1)),
            (sum, least) => steps.Do("Add", sum, steps.Cast(steps.Do("GreaterOrEqual", ending, steps.Number(least)), DataType.Int64)));
        var length = steps.Do("Sub", end, first);
        var most = steps.Do("Sub", width, steps.Number(1));
        var moved = At(bytes, steps.Do("Min", steps.Do("Add", first, columns), most));
        var kept = steps.Do("Where", steps.Do("Less", columns, Cut(moved, length, most)), moved, steps.Number(0));
        return steps.Slice(kept, 0, mostBytes, axis: 1);
    }

    // The operator gives each byte a number above 0, because it fills up with zeros.
    private string Numbered(string texts)
    {
        var lines = Enumerable.Range(0, 256).Select(value => string.Create(CultureInfo.InvariantCulture, $"{value + 1} b'\\x{value:x2}' 1"));
        return ExtensionNodes.Add(writer, "TrieTokenizer", [texts], [$"{texts}.bytes"], Attributes.Text("vocab", string.Join('\n', lines)));
    }

    private string IsBlank(string bytes)
    {
        var blanks = Enumerable.Range(0, LargestBlank + 2).Select(value => char.IsWhiteSpace((char)value)).ToArray();
        var table = writer.Constant<bool>($"{ValueNames.Texts}.blanks", DataType.Bool, blanks, blanks.Length);
        return steps.Do("Gather", table, steps.Do("Max", steps.Number(0), steps.Do("Min", CodePoints.Of(steps, bytes), steps.Number(LargestBlank + 1))));
    }

    // A character that is cut apart goes as a whole: where a text goes on within one, those before it are up to three bytes fewer.
    private string Cut(string bytes, string length, string most)
    {
        var goesOn = steps.Do("Greater", length, steps.Number(mostBytes));
        var kept = steps.Do("Min", length, steps.Number(mostBytes));
        for (var back = 0; back < 3; back++)
        {
            var place = steps.Do("Unsqueeze", steps.Do("Min", steps.Number(mostBytes - back), most), steps.List(0));
            goesOn = steps.Do("And", goesOn, CodePoints.Continue(steps, steps.Do("Gather", [Attributes.Number("axis", 1)], bytes, place)));
            kept = steps.Do("Sub", kept, steps.Cast(goesOn, DataType.Int64));
        }

        return kept;
    }

    private string Over(string type, string value) => steps.Do(type, [Attributes.Numbers("axes", 1)], value);

    private string At(string bytes, string columns) => steps.Do("GatherElements", [Attributes.Number("axis", 1)], bytes, columns);
}
