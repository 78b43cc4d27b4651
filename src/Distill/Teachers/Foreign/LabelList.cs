using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Distill.Teachers.Foreign;

/// <summary>The names of a model's classes, as metadata and files write them.</summary>
public static partial class LabelList
{
    private const int Most = 1 << 20;

    /// <summary>
    /// Reads a JSON array of names, a JSON object from number to name (Hugging Face's id2label) or the Python form of one
    /// (Ultralytics' names). Null for anything else.
    /// </summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 8 }) is { } tree ? Of(tree) : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return Python(text);
        }
    }

    /// <summary>The names in a tree of one of these forms; null for anything else.</summary>
    public static IReadOnlyList<string>? Of(JsonNode tree) => tree switch
    {
        JsonArray list when list.Count is > 0 and <= Most && list.All(IsText) => [.. list.Select(name => name!.GetValue<string>())],
        JsonObject names when names.Count is > 0 and <= Most && names.All(pair => IsText(pair.Value)) =>
            InOrder([.. names.Select(pair => (pair.Key, pair.Value!.GetValue<string>()))]),
        _ => null,
    };

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    private static IReadOnlyList<string>? Python(string text)
    {
        if (!PythonDictionary().IsMatch(text))
        {
            return null;
        }

        var pairs = PythonPair().Matches(text)
            .Select(match => (match.Groups[1].Value, Regex.Replace(match.Groups[2].Success ? match.Groups[2].Value : match.Groups[3].Value, @"\\(.)", "$1")));
        return InOrder([.. pairs]);
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

    [GeneratedRegex(@"^\s*\{\s*\d{1,7}\s*:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PythonDictionary();

    [GeneratedRegex("""(\d{1,7})\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PythonPair();
}
