using System.Globalization;
using System.Text.Json;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Which key of a record holds its text, and which its class: found in the first record, and the same in all.</summary>
/// <param name="options">What is known of the texts.</param>
/// <param name="csv">Its label column is the key of the class.</param>
/// <param name="where">The file, for messages.</param>
internal sealed class JsonKeys(TextOptions options, CsvOptions csv, string where)
{
    private string? text;
    private string? label;

    /// <summary>The text and the class of a record; an empty class where it has none.</summary>
    /// <exception cref="DistillException">It is no record, or has no text.</exception>
    public (string Text, string Label) Read(JsonElement record, string place)
    {
        try
        {
            return record.ValueKind switch
            {
                JsonValueKind.Object => OfObject(record, place),
                JsonValueKind.Array => OfArray(record, place),
                JsonValueKind.String when csv.LabelColumn is null or "" => (Text(record), ""),
                var other => throw new DistillException($"{place}: {Kind(other)}; expected an object with a text and a class, or [text, class]."),
            };
        }
        catch (InvalidOperationException error)
        {
            throw new DistillException($"{place}: a key holds half a character, and is no text.", error);
        }
    }

    /// <summary>"a number" and the like.</summary>
    public static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text alone",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };

    private (string Text, string Label) OfObject(JsonElement record, string place)
    {
        text ??= options.Column ?? TextKey(record, place);
        if (!record.TryGetProperty(text, out var found) || found.ValueKind != JsonValueKind.String)
        {
            throw new DistillException(
                $"{place}: the key '{text}' {(found.ValueKind == JsonValueKind.Undefined ? "is missing" : $"holds {Kind(found.ValueKind)}")}; expected the text. Name another key by {TextRemedy.Column}.",
                TextRemedy.Column);
        }

        label ??= csv.LabelColumn ?? LabelKey(record, text, place);
        return (Text(found), label.Length > 0 && record.TryGetProperty(label, out var known) ? Label(known, place) : "");
    }

    private static (string Text, string Label) OfArray(JsonElement record, string place) =>
        record.GetArrayLength() is 1 or 2 && record[0].ValueKind == JsonValueKind.String
            ? (Text(record[0]), record.GetArrayLength() == 2 ? Label(record[1], place) : "")
            : throw new DistillException($"{place}: a list of {record.GetArrayLength().ToString(CultureInfo.InvariantCulture)}; expected [text, class].");

    // A lone surrogate has no text in UTF-16; as elsewhere it counts as U+FFFD.
    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return LoneSurrogates.Replaced(value.GetRawText());
        }
    }

    private static string Label(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "",
        var other => throw new DistillException($"{place}: the class is {Kind(other)}; expected a word or a number."),
    };

    private static string TextKey(JsonElement record, string place)
    {
        var words = record.EnumerateObject().Where(pair => pair.Value.ValueKind == JsonValueKind.String).Select(pair => pair.Name).ToList();
        var named = words.FindAll(TextNames.IsText);
        return named.Count == 1 ? named[0]
            : named.Find(name => name.Equals("text", StringComparison.OrdinalIgnoreCase)) is { } exact ? exact
            : throw new DistillException(
                $"{place}: {(named.Count > 1 ? $"the text may be under {string.Join(" or ", named.Select(name => $"'{name}'"))}" : $"none of the keys {string.Join(", ", record.EnumerateObject().Take(10).Select(pair => $"'{pair.Name}'"))} is called 'text'")}. Name the key by {TextRemedy.Column}.",
                TextRemedy.Column);
    }

    private string LabelKey(JsonElement record, string textKey, string place)
    {
        var others = record.EnumerateObject().Select(pair => pair.Name).Where(name => name != textKey).ToList();
        var exact = others.FindAll(name => name.Equals("label", StringComparison.OrdinalIgnoreCase));
        var likely = exact.Count > 0 ? exact : others.FindAll(TextNames.IsClass);
        return likely.Count == 1 ? likely[0]
            : likely.Count == 0 ? ""
            : throw new DistillException(
                $"{place}: the class may be under {string.Join(" or ", likely.Select(name => $"'{name}'"))} in {where}. Say which by {CsvRemedy.LabelColumn}; \"\" for none.",
                CsvRemedy.LabelColumn);
    }
}
