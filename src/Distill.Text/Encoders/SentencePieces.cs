using Distill.Runs;
using Google.Protobuf;
using Microsoft.ML.Tokenizers;

namespace Distill.Text.Encoders;

/// <summary>
/// Texts as tokens of SentencePiece, whether its model is one of single pieces (Unigram) or of pairs (BPE). Where it has [CLS] and [SEP], a
/// text stands between them; else it begins with &lt;s&gt; where that is there, or ends with &lt;/s&gt;.
/// </summary>
internal sealed class SentencePieces : TextTokens
{
    /// <summary>The name that XLM-RoBERTa's file has, whose encoder has other numbers: its four marks first, then the pieces by their places.</summary>
    public const string Shifted = "sentencepiece.bpe.model";

    private const int ShiftedUnknown = 3;

    // trainer_spec { bos_id: 0 }, which Protocol Buffers join with what was there: T5 has no mark for a beginning, and Microsoft.ML.Tokenizers
    // wants one even where none is added.
    private static readonly byte[] FirstBegins = [0x12, 0x03, 0xC8, 0x02, 0x00];

    private static readonly (int Field, string Name)[] Parts = [(1, "pieces"), (2, "description of its training"), (3, "rules for normal text")];

    private readonly SentencePieceTokenizer tokenizer;
    private readonly int most;
    private readonly bool isShifted;
    private readonly int? first;
    private readonly int? last;

    private SentencePieces(SentencePieceTokenizer tokenizer, int most, bool isShifted, bool begins, Fingerprint fingerprint)
    {
        (this.tokenizer, this.most, this.isShifted, Fingerprint) = (tokenizer, most, isShifted, fingerprint);
        var pieces = tokenizer.Vocabulary;
        (first, last, Padding) = isShifted ? (0, 2, 1) : (Mark("[CLS]"), Mark("[SEP]")) is ({ } cls, { } sep) ? (cls, sep, Mark("<pad>") ?? 0)
            : begins && Mark("<s>") is { } begin ? (begin, null, Mark("<pad>") ?? Mark("</s>") ?? 0)
            : ((int?)null, Mark("</s>"), Mark("<pad>") ?? 0);

        int? Mark(string piece) => pieces.TryGetValue(piece, out var number) ? number : null;
    }

    /// <inheritdoc/>
    public override Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public override int Padding { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The .model file.</param>
    /// <param name="options">How many tokens a text may have.</param>
    /// <exception cref="DistillException">The file is missing or damaged.</exception>
    public static new SentencePieces Open(string path, EncoderOptions options)
    {
        var bytes = Read(path);
        try
        {
            RequireParts(bytes);
            var complete = Opened(bytes);
            var tokenizer = complete ?? Opened([.. bytes, .. FirstBegins]) ?? throw new FormatException("its marks are not among its pieces");
            var isShifted = Path.GetFileName(path).Equals(Shifted, StringComparison.OrdinalIgnoreCase);
            var opened = new SentencePieces(tokenizer, options.Tokens, isShifted, complete is not null, Fingerprint.Of("sentencepiece", Convert.ToHexString(bytes), $"{options.Tokens} {isShifted}"));
            opened.Of("a text");
            return opened;
        }
        catch (Exception error) when (error is not (DistillException or OutOfMemoryException))
        {
            // What damage makes of a message of Protocol Buffers shows in many ways.
            throw new DistillException($"{path} is no model of SentencePiece: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Of(string text)
    {
        var tokens = tokenizer.EncodeToIds(TokenFile.Whole(text), addBeginningOfSentence: false, addEndOfSentence: false);
        var room = most - (first is null ? 0 : 1) - (last is null ? 0 : 1);
        return [.. One(first), .. tokens.Take(room).Select(token => !isShifted ? token : token == tokenizer.UnknownId ? ShiftedUnknown : token + 1), .. One(last)];
    }

    // Microsoft.ML.Tokenizers follows a null reference where one is missing. On processors with AMX that can end the process: a library
    // that has computed with its tiles leaves too little room on the stack on which .NET is told.
    private static void RequireParts(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        var found = new HashSet<int>();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found.Add(WireFormat.GetTagFieldNumber(tag));
            }

            input.SkipLastField();
        }

        if (Parts.FirstOrDefault(part => !found.Contains(part.Field)) is { Name: { } missing })
        {
            throw new FormatException($"it has no {missing}");
        }
    }

    // Null where a mark has no piece.
    private static SentencePieceTokenizer? Opened(byte[] bytes)
    {
        try
        {
            return SentencePieceTokenizer.Create(new MemoryStream(bytes), addBeginningOfSentence: false, addEndOfSentence: false, specialTokens: null);
        }
        catch (IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static int[] One(int? mark) => mark is { } number ? [number] : [];
}
