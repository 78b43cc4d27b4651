using System.Text;
using Distill.Models.Networks;
using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>
/// Texts as the tokens of a vocabulary, by WordPiece as BERT has it, with [CLS] first and [SEP] last. The same code cuts texts for students:
/// the tokenizer of Microsoft.ML.Tokenizers 2.0.1 drops symbols such as $ and emoji, and takes letters apart only where .NET has ICU.
/// </summary>
internal sealed class WordPieces : TextTokens
{
    private static readonly string[] Special = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    private readonly PieceVocabulary vocabulary;
    private readonly int most;

    private WordPieces(string[] tokens, int most, bool cased, Fingerprint fingerprint)
    {
        (vocabulary, this.most, Fingerprint) = (new PieceVocabulary(tokens, cased, isMarked: true), most, fingerprint);
    }

    /// <inheritdoc/>
    public override Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public override int Padding => vocabulary.PaddingRow;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">A token a line, as vocab.txt.</param>
    /// <param name="options">How many tokens a text may have, and whether case matters.</param>
    /// <exception cref="DistillException">The file is missing, or no vocabulary.</exception>
    public static new WordPieces Open(string path, EncoderOptions options) =>
        Of(path, TokenFile.Text(path, Read(path)).TrimEnd('\n', '\r').Split('\n').Select(line => line.TrimEnd('\r')).ToArray(), options.Tokens, options.Cased);

    /// <summary>Takes a vocabulary.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="tokens">In order.</param>
    /// <param name="most">How many tokens a text may have.</param>
    /// <param name="cased">Whether case and accents matter.</param>
    /// <exception cref="DistillException">It is no vocabulary.</exception>
    public static WordPieces Of(string path, string[] tokens, int most, bool cased)
    {
        var known = tokens.ToHashSet(StringComparer.Ordinal);
        var missing = Special.Where(token => !known.Contains(token)).ToList();
        if (missing.Count > 0)
        {
            throw new DistillException($"{path} is no vocabulary of BERT: it lacks {string.Join(", ", missing)}. Expected a token a line, as vocab.txt.");
        }

        return known.Count == tokens.Length
            ? new(tokens, most, cased, Fingerprint.Of(["wordpiece 2", $"{most} {cased}", .. tokens]))
            : throw new DistillException($"{path} is no vocabulary of WordPiece: a token is there twice.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Of(string text) =>
        [.. vocabulary.Of(Encoding.UTF8.GetBytes(text.Replace('\0', ' ')), most).Select(token => (int)token)];
}
