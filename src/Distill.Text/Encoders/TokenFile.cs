using System.Text;
using System.Text.Json;
using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>What the files of tokenizers have in common.</summary>
internal static class TokenFile
{
    private const int MostTokens = 1 << 21;

    /// <summary>A file as text.</summary>
    /// <exception cref="DistillException">It is not UTF-8.</exception>
    public static string Text(string path, byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new DistillException($"{path} is no text in UTF-8.", error);
        }
    }

    /// <summary>A file as JSON, which the caller disposes.</summary>
    /// <exception cref="DistillException">It is none.</exception>
    public static JsonDocument Json(string path, byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(Text(path, bytes));
        }
        catch (JsonException error)
        {
            throw new DistillException($"{path} is no JSON: {error.Message}", error);
        }
    }

    /// <summary>Tokens with their numbers, from 0 on, each number once.</summary>
    /// <exception cref="DistillException">It is no such object.</exception>
    public static Dictionary<string, int> Numbers(string path, JsonElement tokens)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        if (tokens.ValueKind != JsonValueKind.Object)
        {
            throw new DistillException($"{path} holds no vocabulary; expected an object of tokens with their numbers.");
        }

        var seen = new HashSet<int>();
        foreach (var token in tokens.EnumerateObject())
        {
            var name = Name(path, token);
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out var number) || number is < 0 or >= MostTokens)
            {
                throw new DistillException($"{path}: the token '{name}' has no number from 0 to {MostTokens - 1}.");
            }

            if (!numbers.TryAdd(name, number) || !seen.Add(number))
            {
                throw new DistillException($"{path}: the token '{name}', or its number {number}, is there twice.");
            }
        }

        return numbers.Count > 0 ? numbers : throw new DistillException($"{path} holds no tokens.");
    }

    /// <summary>A text without halves of characters, which no tokenizer knows.</summary>
    public static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    // A name may hold half a character as an escape.
    private static string Name(string path, JsonProperty token)
    {
        try
        {
            return token.Name;
        }
        catch (InvalidOperationException error)
        {
            throw new DistillException($"{path} has a token that is no text.", error);
        }
    }
}
