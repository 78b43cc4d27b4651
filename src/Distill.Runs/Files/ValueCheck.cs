using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Distill.Runs;

/// <summary>Whether a value in a JSON tree is of the kind that its type reads, in words for people.</summary>
internal static class ValueCheck
{
    /// <summary>What is wrong with a value; null where nothing is, or where a converter decides.</summary>
    /// <param name="value">The value; not null.</param>
    /// <param name="type">What reads it; not a nullable type.</param>
    /// <param name="path">The value's place.</param>
    public static string? Problem(JsonNode value, JsonTypeInfo type, string path)
    {
        var kind = value.GetValueKind();
        return Expected(type) switch
        {
            null => null,
            Number when kind == JsonValueKind.Number => WrittenNumber.TryDouble(Text(value), out _) ? null : $"{path} is {Text(value)}, which is too large",
            Number when kind == JsonValueKind.String => $"{path}: {NoNumber(value, whole: false)}",
            Whole when kind == JsonValueKind.Number => WholeProblem(Text(value), type.Type, path),
            Whole when kind == JsonValueKind.String => $"{path}: {NoNumber(value, whole: true)}",
            TrueOrFalse when kind is JsonValueKind.True or JsonValueKind.False => null,
            Words when kind == JsonValueKind.String => null,
            List when kind == JsonValueKind.Array => null,
            Keys when kind == JsonValueKind.Object => null,
            var expected => $"{path} is {Text(value)}; expected {expected}",
        };
    }

    /// <summary>What a type reads, for example "a whole number"; null where a converter decides.</summary>
    public static string? Expected(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Enumerable => List,
        JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => Keys,
        _ when type.Type == typeof(double) || type.Type == typeof(float) => Number,
        _ when type.Type == typeof(int) || type.Type == typeof(long) => Whole,
        _ when type.Type == typeof(bool) => TrueOrFalse,
        _ when type.Type == typeof(string) || type.Type.IsEnum => Words,
        _ => null,
    };

    private const int LongestShown = 60;
    private const string Number = "a number";
    private const string Whole = "a whole number";
    private const string TrueOrFalse = "true or false";
    private const string Words = "a text";
    private const string List = "a list such as [1, 2]";
    private const string Keys = "an object such as {\"key\": 1}";

    private static string NoNumber(JsonNode value, bool whole)
    {
        var text = value.GetValue<string>();
        return WrittenNumber.TryDouble(text, out _) && !(whole && !WrittenNumber.TryWhole(text, out _))
            ? $"the text \"{text}\" is no number; leave out its quotation marks"
            : WrittenNumber.Problem(text, whole);
    }

    private static string? WholeProblem(string text, Type type, string path)
    {
        var (least, most) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        return !WrittenNumber.TryWhole(text, out var number) ? $"{path}: {WrittenNumber.Problem(text, whole: true)}"
            : number >= least && number <= most ? null
            : string.Create(CultureInfo.InvariantCulture, $"{path} is {text}; expected {least} to {most}");
    }

    private static string Text(JsonNode value)
    {
        var text = value.ToJsonString();
        return text.Length <= LongestShown ? text : text[..LongestShown] + "…";
    }
}
