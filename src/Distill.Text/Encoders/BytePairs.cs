using System.Text.Json;
using Distill.Runs;
using Microsoft.ML.Tokenizers;

namespace Distill.Text.Encoders;

/// <summary>Texts as tokens by pairs of bytes that occur often (BPE), as RoBERTa and GPT-2 have it.</summary>
internal sealed class BytePairs : TextTokens
{
    // What families of models fill shorter texts with.
    private static readonly string[] Marks = ["<pad>", "<|endoftext|>"];

    private readonly BpeTokenizer tokenizer;
    private readonly int most;
    private readonly int? first;
    private readonly int? last;

    private BytePairs(BpeTokenizer tokenizer, IReadOnlyDictionary<string, int> vocabulary, int most, Fingerprint fingerprint)
    {
        (this.tokenizer, this.most, Fingerprint) = (tokenizer, most, fingerprint);
        if (vocabulary.TryGetValue("<s>", out var begin) && vocabulary.TryGetValue("</s>", out var end))
        {
            (first, last) = (begin, end);
        }

        Padding = Marks.Where(vocabulary.ContainsKey).Select(mark => vocabulary[mark]).FirstOrDefault();
    }

    /// <inheritdoc/>
    public override Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public override int Padding { get; }

    /// <summary>Reads the two files.</summary>
    /// <param name="path">Tokens with their numbers, as vocab.json.</param>
    /// <param name="merges">Pairs in the order in which they are joined, one a line, as merges.txt.</param>
    /// <param name="options">How many tokens a text may have.</param>
    /// <exception cref="DistillException">A file is missing or damaged.</exception>
    public static BytePairs Open(string path, string merges, EncoderOptions options)
    {
        var (vocabulary, pairs) = (Read(path), Read(merges));
        var lines = TokenFile.Text(merges, pairs).Split('\n').Select(line => line.TrimEnd('\r'))
            .Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal)));
        using var document = TokenFile.Json(path, vocabulary);
        return Of(path, TokenFile.Numbers(path, document.RootElement), [.. lines], merges, options.Tokens, Fingerprint.Of("bpe", Convert.ToHexString(vocabulary), Convert.ToHexString(pairs)));
    }

    /// <summary>Takes what the files hold.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="vocabulary">Tokens with their numbers.</param>
    /// <param name="pairs">Two tokens each, with a blank between them.</param>
    /// <param name="merges">Where the pairs come from, for messages.</param>
    /// <param name="most">How many tokens a text may have.</param>
    /// <param name="files">Covers the files.</param>
    /// <exception cref="DistillException">They do not fit together.</exception>
    public static BytePairs Of(string path, Dictionary<string, int> vocabulary, IReadOnlyList<string> pairs, string merges, int most, Fingerprint files)
    {
        for (var i = 0; i < pairs.Count; i++)
        {
            if (pairs[i].Split(' ') is not [{ Length: > 0 } left, { Length: > 0 } right] || !vocabulary.ContainsKey(left + right))
            {
                throw new DistillException($"{merges}, pair {i + 1}: '{Shown(pairs[i])}' is no pair of tokens whose join {path} has.");
            }
        }

        try
        {
            var tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = pairs, ByteLevel = true, PreTokenizer = RobertaPreTokenizer.Instance });
            return new BytePairs(tokenizer, vocabulary, most, Fingerprint.Of("byte pairs", files.Value, $"{most}"));
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or IOException or JsonException or KeyNotFoundException)
        {
            throw new DistillException($"{path} is no vocabulary of BPE: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Of(string text)
    {
        var tokens = tokenizer.EncodeToIds(TokenFile.Whole(text));
        return first is null ? [.. tokens.Take(most)] : [first.Value, .. tokens.Take(most - 2), last!.Value];
    }

    private static string Shown(string pair) => pair.Length <= 40 ? pair : pair[..40] + "…";
}
