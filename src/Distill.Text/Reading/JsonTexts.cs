using System.Globalization;
using System.Text;
using System.Text.Json;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Texts as JSON: a record a line, or a list of records, or an object of lists by part; a record is an object, or [text, class].</summary>
internal static class JsonTexts
{
    private const int LargestFile = 1 << 29;
    private const int LongestRecord = 1 << 24;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a file of a record a line.</summary>
    /// <exception cref="DistillException">A line is no record: the message says which.</exception>
    public static TextRows Lines(string path, TextOptions options, CsvOptions csv) => Distill.Data.Formats.Reading.Guard(path, () =>
    {
        using var stream = Distill.Data.Formats.Reading.Open(path);
        using var reader = new StreamReader(stream, Strict);
        var rows = new TextRows(path, "a record of JSON a line") { HasLabels = csv.LabelColumn is not "" };
        var keys = new JsonKeys(options, csv, path);
        var number = 0;
        try
        {
            while (reader.ReadLine() is { } line)
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                var place = string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}");
                if (line.Length > LongestRecord)
                {
                    throw new DistillException(string.Create(CultureInfo.InvariantCulture, $"{place}: {line.Length:N0} characters; expected at most {LongestRecord:N0}."));
                }

                using var record = Parse(line, place);
                var (text, label) = keys.Read(record.RootElement, place);
                rows.Add(text, label, number);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new DistillException(string.Create(CultureInfo.InvariantCulture, $"{path}, after line {number}: bytes that are not UTF-8, in which JSON is written."));
        }

        return rows;
    });

    /// <summary>Reads a whole document.</summary>
    /// <returns>The lists by the names of their parts, in their order; one of an empty name where the document is a list.</returns>
    /// <exception cref="DistillException">It is no JSON, or holds something else.</exception>
    public static IReadOnlyDictionary<string, TextRows> Parts(string path, TextOptions options, CsvOptions csv) => Distill.Data.Formats.Reading.Guard(path, () =>
    {
        using var stream = Distill.Data.Formats.Reading.Open(path);
        using var document = Parse(Distill.Data.Formats.Reading.ToEnd(stream, LargestFile, path), path);
        RequireNames(document.RootElement, path);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Array => new Dictionary<string, TextRows> { [""] = Rows(document.RootElement, path, options, csv) },
            JsonValueKind.Object => document.RootElement.EnumerateObject().Where(part => part.Value.ValueKind == JsonValueKind.Array)
                .DistinctBy(part => part.Name)
                .ToDictionary(part => part.Name, part => Rows(part.Value, $"{path}, {part.Name}", options, csv)),
            var other => throw new DistillException($"{path} holds {JsonKeys.Kind(other)}; expected a list of records, or an object of such lists by part."),
        };
    });

    private static TextRows Rows(JsonElement list, string where, TextOptions options, CsvOptions csv)
    {
        var rows = new TextRows(where, "records of JSON") { HasLabels = csv.LabelColumn is not "" };
        var keys = new JsonKeys(options, csv, where);
        var number = 0;
        foreach (var record in list.EnumerateArray())
        {
            number++;
            var (text, label) = keys.Read(record, string.Create(CultureInfo.InvariantCulture, $"{where}, record {number}"));
            rows.Add(text, label, number);
        }

        return rows;
    }

    private static JsonDocument Parse(string text, string where)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw NoJson(where, error);
        }
    }

    // A name may hold half a character as an escape.
    private static void RequireNames(JsonElement root, string path)
    {
        try
        {
            _ = root.ValueKind == JsonValueKind.Object && root.EnumerateObject().All(part => part.Name.Length >= 0);
        }
        catch (InvalidOperationException error)
        {
            throw new DistillException($"{path}: the name of a part holds half a character, and is no text.", error);
        }
    }

    private static JsonDocument Parse(byte[] bytes, string where)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw new DistillException($"{where} has bytes that are not UTF-8, in which JSON is written.");
        }

        try
        {
            return JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0));
        }
        catch (JsonException error)
        {
            throw NoJson(where, error);
        }
    }

    private static DistillException NoJson(string where, JsonException error) =>
        new($"{where} is not JSON: {error.Message.Split(" LineNumber:")[0]}", error);
}
