using System.Text;
using System.Text.Json;

namespace Distill.Runs;

/// <summary>The serializer's mistakes in words for people: lines and columns count from 1, and keys are joined by points.</summary>
internal static class SyntaxMistake
{
    /// <summary>What is wrong with a text that is no JSON, without a stop.</summary>
    public static string Words(JsonException error, string text) =>
        string.IsNullOrWhiteSpace(text) ? "it is empty"
        : error.LineNumber is { } line && error.BytePositionInLine is { } bytes
            ? $"line {line + 1}, column {Column(text, line, bytes)}: {WithoutPlace(error)}"
            : WithoutPlace(error);

    /// <summary>The key that an error is about and a colon, for example "training.duration: "; nothing where there is none.</summary>
    public static string Place(JsonException error) =>
        error.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? $"{path[2..]}: " : "";

    /// <summary>An error's message without the place that the serializer adds in its own way, and without a stop.</summary>
    public static string WithoutPlace(JsonException error)
    {
        var message = error.Message;
        foreach (var mark in new[] { " Path: $", " LineNumber: ", " | LineNumber: " })
        {
            message = message.IndexOf(mark, StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
        }

        return message.Replace(", when isFinalBlock is true", "", StringComparison.Ordinal).TrimEnd('.');
    }

    // The serializer counts bytes of UTF-8, and editors count letters.
    private static int Column(string text, long line, long bytes)
    {
        var content = text.Split('\n')[(int)Math.Min(line, text.Count(letter => letter == '\n'))];
        var letters = Encoding.UTF8.GetBytes(content);
        return Encoding.UTF8.GetCharCount(letters, 0, (int)Math.Min(bytes, letters.Length)) + 1;
    }
}
