using System.Text.Json;
using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>Reads tokenizer.json of Hugging Face where it describes WordPiece or BPE over bytes.</summary>
internal static class TokenizerFile
{
    /// <exception cref="DistillException">The file is damaged, or describes another tokenizer.</exception>
    public static TextTokens Open(string path, EncoderOptions options)
    {
        var bytes = TextTokens.Read(path);
        using var document = TokenFile.Json(path, bytes);
        if (Part(document.RootElement, "model") is not { ValueKind: JsonValueKind.Object } model)
        {
            throw new DistillException($"{path} is no tokenizer: it has no 'model'.");
        }

        var vocabulary = Part(model, "vocab");
        return (Text(model, "type") ?? (Part(model, "merges") is null ? "WordPiece" : "BPE")) switch
        {
            "WordPiece" => Pieces(path, document.RootElement, TokenFile.Numbers(path, vocabulary ?? default), options),
            "BPE" => Pairs(path, document.RootElement, model, TokenFile.Numbers(path, vocabulary ?? default), options, Fingerprint.Of("tokenizer", Convert.ToHexString(bytes))),
            var type => throw new DistillException($"{path} describes a tokenizer of the kind '{type}'; expected WordPiece or BPE. For Unigram give the .model of SentencePiece."),
        };
    }

    private static WordPieces Pieces(string path, JsonElement root, Dictionary<string, int> vocabulary, EncoderOptions options)
    {
        var tokens = new string[vocabulary.Count];
        foreach (var (token, number) in vocabulary)
        {
            if (number >= tokens.Length || token.AsSpan().ContainsAny('\n', '\r'))
            {
                throw new DistillException($"{path}: the numbers of {vocabulary.Count} tokens reach {vocabulary.Values.Max()}, or a token breaks the line; expected each number from 0 once.");
            }

            tokens[number] = token;
        }

        var isLower = Part(root, "normalizer") is not { ValueKind: JsonValueKind.Object } normaliser || Part(normaliser, "lowercase") is not { ValueKind: JsonValueKind.False };
        return WordPieces.Of(path, tokens, options.Tokens, options.Cased || !isLower);
    }

    private static BytePairs Pairs(string path, JsonElement root, JsonElement model, Dictionary<string, int> vocabulary, EncoderOptions options, Fingerprint files)
    {
        if (Part(root, "normalizer") is { ValueKind: not JsonValueKind.Null } || !IsOfBytes(Part(root, "pre_tokenizer")))
        {
            throw new DistillException($"{path} describes BPE that is not that of RoBERTa and GPT-2; expected the pre-tokenizer ByteLevel without a prefix, and no normalizer.");
        }

        var merges = Part(model, "merges") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(pair => Pair(path, pair)).ToList()
            : throw new DistillException($"{path} has no list of merges.");
        return BytePairs.Of(path, vocabulary, merges, path, options.Tokens, files);
    }

    private static bool IsOfBytes(JsonElement? part) => part is { ValueKind: JsonValueKind.Object } found
        && Text(found, "type") == "ByteLevel" && Part(found, "add_prefix_space") is not { ValueKind: JsonValueKind.True };

    // "a b" in older files, ["a", "b"] in newer ones.
    private static string Pair(string path, JsonElement pair)
    {
        try
        {
            return pair.ValueKind == JsonValueKind.String ? pair.GetString()!
                : pair.ValueKind == JsonValueKind.Array && pair.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String)
                    ? string.Join(' ', pair.EnumerateArray().Select(part => part.GetString()))
                : throw new DistillException($"{path} has a merge that is no pair of tokens.");
        }
        catch (InvalidOperationException error)
        {
            throw new DistillException($"{path} has a merge that is no text.", error);
        }
    }

    private static JsonElement? Part(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var part) ? part : null;

    private static string? Text(JsonElement element, string key)
    {
        try
        {
            return Part(element, key) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
