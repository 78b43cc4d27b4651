using System.Globalization;
using System.Text;
using Distill.Data.Formats;
using Distill.Runs;
using Microsoft.ML.Tokenizers;

namespace Distill.Text.Encoders;

/// <summary>Texts as the tokens of a vocabulary, by WordPiece as BERT has it.</summary>
internal sealed class WordPieces
{
    private const int LargestVocabulary = 1 << 26;

    private static readonly string[] Special = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    private readonly BertTokenizer tokenizer;
    private readonly int most;
    private readonly bool cased;

    private WordPieces(BertTokenizer tokenizer, int most, bool cased, Fingerprint fingerprint) =>
        (this.tokenizer, this.most, this.cased, Fingerprint) = (tokenizer, most, cased, fingerprint);

    /// <summary>Covers the vocabulary and how it is used.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">A token a line, as vocab.txt.</param>
    /// <param name="options">How many tokens a text may have, and whether case matters.</param>
    /// <exception cref="DistillException">The file is missing, or no vocabulary.</exception>
    public static WordPieces Open(string path, EncoderOptions options)
    {
        var bytes = Distill.Data.Formats.Reading.Guard(path, () =>
        {
            using var stream = Distill.Data.Formats.Reading.Open(path);
            return Distill.Data.Formats.Reading.ToEnd(stream, LargestVocabulary, path);
        });
        Require(bytes, path);
        try
        {
            var tokenizer = BertTokenizer.Create(
                new MemoryStream(bytes), new BertOptions { LowerCaseBeforeTokenization = !options.Cased });
            return new(tokenizer, options.Tokens, options.Cased, Fingerprint.Of("wordpiece", Fingerprint.Of(Convert.ToHexString(bytes)).Value, $"{options.Tokens} {options.Cased}"));
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or IOException)
        {
            throw new DistillException($"{path} is no vocabulary of WordPiece: {error.Message}", error);
        }
    }

    /// <summary>The tokens of a text, cut off where it is too long; [CLS] first and [SEP] last.</summary>
    public IReadOnlyList<int> Of(string text) => tokenizer.EncodeToIds(cased ? text : WithoutAccents(text), most, addSpecialTokens: true, out _, out _);

    // The tokenizer takes letters apart only where the class library has ICU, and tokens must not depend on that.
    private static string WithoutAccents(string text)
    {
        var apart = ComposedName.Apart(text);
        return apart.Any(IsMark) ? string.Concat(apart.Where(letter => !IsMark(letter))) : apart;

        static bool IsMark(char letter) => letter >= '\u0300' && CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
    }

    private static void Require(byte[] bytes, string path)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new DistillException($"{path} is no vocabulary: it is no text in UTF-8.", error);
        }

        var tokens = text.Split('\n').Select(line => line.TrimEnd('\r')).ToHashSet(StringComparer.Ordinal);
        var missing = Special.Where(token => !tokens.Contains(token)).ToList();
        if (missing.Count > 0)
        {
            throw new DistillException($"{path} is no vocabulary of BERT: it lacks {string.Join(", ", missing)}. Expected a token a line, as vocab.txt.");
        }
    }
}
