using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Distill.Teachers.Foreign;

/// <summary>The names of a model's classes, as metadata and files write them.</summary>
internal static partial class LabelList
{
    private const int Most = 1 << 20;
    private const int Deepest = 8;
    private const int LongestName = 200;

    // The most telling first: a description of a thing is rarely parted by lines.
    private static readonly char[] Separators = ['\n', ';', '|', '\t', ','];

    private static readonly string[] Keys =
    [
        "names", "id2label", "idtolabel", "classes", "labels", "classnames", "labelnames", "classlabels", "classlist", "labellist",
        "categories", "categorynames", "labelmap", "classmap", "idx2label", "idxtolabel", "index2label", "idx2class", "idxtoclass", "id2class", "id2name",
        "label2id", "labeltoid", "classtoidx", "class2idx", "class2id", "name2id",
    ];

    /// <summary>Whether a key of metadata is one under which people keep the names of classes, whatever its case and punctuation.</summary>
    public static bool IsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Keys.Contains(Plain(key));
    }

    /// <summary>
    /// Reads a list, a dictionary from number to name (Hugging Face's id2label, Ultralytics' names) or from name to number,
    /// each as JSON or as Python prints it; or names parted by lines, semicolons, bars, tabs or commas. Null for anything else.
    /// </summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = Deepest }) is { } tree)
            {
                return Of(tree);
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            // Then it may be another way to write it.
        }

        return IsBracketed(text)
            ? PythonLiteral.Parse(text) is { } literal ? Of(literal) : null
            : Parted(text);
    }

    /// <summary>Whether a text that cannot be read was meant as several names all the same.</summary>
    public static bool LooksLikeNames(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsBracketed(text) || text.Trim().IndexOfAny(Separators) >= 0;
    }

    /// <summary>The names in a tree of one of these forms; null for anything else.</summary>
    public static IReadOnlyList<string>? Of(JsonNode tree) => tree switch
    {
        JsonArray { Count: > Most } or JsonObject { Count: > Most } => null,
        JsonArray list when list.Count > 0 && list.All(IsName) => [.. list.Select(Text)],
        JsonArray { Count: 1 } only when only[0] is { } inner => Of(inner),
        JsonArray list when list.Count > 0 && list.All(item => item is JsonArray { Count: 1 } one && IsName(one[0])) => [.. list.Select(item => Text(item![0]))],
        JsonArray list when list.Count > 0 && list.All(item => item is JsonArray { Count: 2 } pair && pair.All(IsName)) =>
            InOrder([.. list.Select(item => (Text(item![0]), Text(item[1])))]) ?? InOrder([.. list.Select(item => (Text(item![1]), Text(item[0])))]),
        JsonArray list when list.Count > 0 && list.All(item => item is JsonObject) =>
            InOrder([.. list.Select(item => (Field((JsonObject)item!, "id", "index"), Field((JsonObject)item!, "name", "label", "class")))]),
        JsonObject names when names.Count > 0 && names.All(pair => IsName(pair.Value)) =>
            OfPairs(names),
        JsonObject nested => Keys.Select(key => nested.FirstOrDefault(pair => Plain(pair.Key) == key).Value).OfType<JsonNode>().Select(Of).FirstOrDefault(names => names is not null),
        _ => null,
    };

    // From number to name, or from name to number; where numbers are on both sides and disagree, nothing tells which.
    private static IReadOnlyList<string>? OfPairs(JsonObject pairs)
    {
        var byKey = InOrder([.. pairs.Select(pair => (pair.Key, Text(pair.Value)))]);
        var byValue = InOrder([.. pairs.Select(pair => (Text(pair.Value), pair.Key))]);
        return pairs.Any(pair => pair.Value!.GetValueKind() == JsonValueKind.String) ? byKey ?? byValue
            : byKey is null ? byValue
            : pairs.Count > 1 && (byValue?.SequenceEqual(byKey) ?? true) ? byKey
            : null;
    }

    private static bool IsBracketed(string text) => text.AsSpan().TrimStart() is ['[' or '{' or '(', ..] || Wrapped().IsMatch(text);

    private static bool IsName(JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number;

    private static string Text(JsonNode? node) => node!.ToString();

    private static string Field(JsonObject item, params string[] keys) =>
        keys.Select(key => item[key]).FirstOrDefault(IsName) is { } found ? Text(found) : "";

    private static string Plain(string key) => string.Concat(key.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static IReadOnlyList<string>? Parted(string text)
    {
        text = text.Trim().TrimStart('\uFEFF');
        if (Separators.FirstOrDefault(text.Contains) is not (not '\0' and var separator))
        {
            return null;
        }

        string[] parts = [.. text.TrimEnd(separator).Split(separator).Select(Bare)];
        return parts.Length is < 2 or > Most || parts.Any(part => part.Length is 0 or > LongestName) ? null
            : parts.All(part => Numbered().IsMatch(part)) && InOrder([.. parts.Select(part => Numbered().Match(part)).Select(match => (match.Groups[1].Value, Bare(match.Groups[2].Value)))]) is { } numbered ? numbered
            : parts;
    }

    private static string Bare(string part)
    {
        var bare = part.Trim();
        bare = bare.StartsWith("- ", StringComparison.Ordinal) ? bare[2..].Trim() : bare;
        return bare is ['\'', .. var single, '\''] ? single : bare is ['"', .. var twice, '"'] ? twice : bare;
    }

    // Every number from 0 once, or the text is something else.
    private static IReadOnlyList<string>? InOrder(IReadOnlyList<(string Number, string Name)> pairs)
    {
        var names = new string?[pairs.Count];
        foreach (var (number, name) in pairs)
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= names.Length || names[place] is not null)
            {
                return null;
            }

            names[place] = name;
        }

        return names.Length == 0 ? null : [.. names.Select(name => name!)];
    }

    [GeneratedRegex(@"^\s*[A-Za-z_][\w.]{0,40}\(", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Wrapped();

    [GeneratedRegex(@"^(\d{1,7})\s*[:=,\s]\s*(\S.*)$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();
}
