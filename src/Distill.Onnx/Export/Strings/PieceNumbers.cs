using Distill.Models.Networks;
using Distill.Onnx.Export.Writing;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Onnx.Export.Strings;

/// <summary>Writes what makes the rows of pieces of words.</summary>
/// <param name="writer">Where nodes go.</param>
/// <param name="steps">Where nodes on whole numbers go.</param>
/// <param name="network">How pieces are read.</param>
internal sealed class PieceNumbers(GraphWriter writer, TextSteps steps, IPieceNetwork network)
{
    private readonly string[] pieces = network.Vocabulary!.Split(' ');

    /// <summary>Writes the nodes.</summary>
    /// <param name="words">The words.</param>
    /// <param name="count">[1] int64: how many texts there are.</param>
    /// <param name="output">The name of what they make, [texts, pieces] int64 with the row of the padding behind shorter texts.</param>
    public void Write(WordStrings words, string count, string output)
    {
        // Between the marks that the operator sets itself; the first of the others begins a word without pieces.
        var rows = steps.Slice(Cut(words.Joined), 1, -1);
        var isMark = steps.Do("Equal", rows, Row(WordStrings.Mark));
        var word = steps.Do("Sub", steps.Do("CumSum", steps.Cast(isMark, DataType.Int64), steps.Number(0)), steps.Number(1));
        var isPiece = steps.Do("Not", steps.Do("Or", isMark, IsAbandoned(rows, isMark, word)));
        var text = steps.Do("Gather", steps.Join(0, steps.List(0), words.Texts), word);

        var pieceCount = steps.Cast(isPiece, DataType.Int64);
        var counts = steps.Do("ScatterElements", [Attributes.Text("reduction", "add")], steps.Do("Expand", steps.Number(0), count), text, pieceCount);
        var place = steps.Do("Sub", Behind(pieceCount), steps.Do("Gather", Behind(counts), text));
        var marks = network.IsMarked ? 2 : 0;
        var isRead = steps.Do("And", isPiece, steps.Do("Less", place, steps.Number(network.Length - marks)));
        var lengths = steps.Do("Min", counts, steps.Number(network.Length - marks));
        var width = steps.Do("Max", steps.Do("Add", steps.Do("ReduceMax", [Attributes.Number("keepdims", 0)], lengths), steps.Number(marks)), steps.Number(1));

        var empty = steps.Do("Expand", Row(PieceVocabulary.Padding), steps.Join(0, count, steps.Do("Unsqueeze", width, steps.List(0))));
        var column = network.IsMarked ? steps.Do("Add", place, steps.Number(1)) : place;
        var targets = steps.Join(1, Upright(steps.Do("Compress", text, isRead)), Upright(steps.Do("Compress", column, isRead)));
        var laid = steps.Do("ScatterND", empty, targets, steps.Do("Compress", rows, isRead));
        writer.Node("Identity", [network.IsMarked ? Marked(laid, lengths, width) : laid], output);
    }

    private string Cut(string joined) => ExtensionNodes.Add(
        writer,
        "BertTokenizer",
        [joined],
        [$"{ValueNames.Texts}.cut", $"{ValueNames.Texts}.types", $"{ValueNames.Texts}.mask"],
        Attributes.Text("vocab_file", string.Join('\n', pieces)),
        Attributes.Number("do_basic_tokenize", 0),
        Attributes.Number("do_lower_case", 0),
        Attributes.Text("unk_token", PieceVocabulary.Unknown),
        // It wants to know each of these, and a vocabulary need not have them.
        Attributes.Text("sep_token", WordStrings.Mark),
        Attributes.Text("cls_token", WordStrings.Mark),
        Attributes.Text("mask_token", WordStrings.Mark),
        Attributes.Text("pad_token", WordStrings.Mark));

    // A word that cannot be cut to its end is unknown as a whole, and the operator gives the pieces before that, too.
    private string IsAbandoned(string rows, string isMark, string word)
    {
        var isUnknown = steps.Do("Equal", rows, Row(PieceVocabulary.Unknown));
        var starts = steps.Do("Squeeze", steps.Do("NonZero", isMark), steps.List(0));
        var lasts = steps.Do("Sub", steps.Join(0, steps.Slice(starts, 1, TextSteps.End), steps.Do("Shape", rows)), steps.Number(1));
        return steps.Do("And", steps.Do("Gather", steps.Do("Gather", isUnknown, lasts), word), steps.Do("Not", isUnknown));
    }

    private string Marked(string laid, string lengths, string width)
    {
        var columns = steps.Do("Range", steps.Number(0), width, steps.Number(1));
        var ended = steps.Do("Where", steps.Do("Equal", columns, steps.Do("Add", Upright(lengths), steps.Number(1))), Row(PieceVocabulary.End), laid);
        return steps.Do("Where", steps.Do("Equal", columns, steps.Number(0)), Row(PieceVocabulary.Begin), ended);
    }

    // What those before each add up to.
    private string Behind(string counts) => steps.Do("CumSum", [Attributes.Number("exclusive", 1)], counts, steps.Number(0));

    private string Upright(string values) => steps.Do("Unsqueeze", values, steps.List(1));

    private string Row(string piece) => steps.Number(Array.IndexOf(pieces, piece));
}
