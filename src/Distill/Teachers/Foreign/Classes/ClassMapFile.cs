using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>What a class-map file holds: the teacher's labels in their order, or a choice for each class of the data.</summary>
/// <param name="Labels">The teacher's labels; null where the file chooses.</param>
/// <param name="Choices">From a class of the data to names and numbers of the teacher's; null where the file lists labels.</param>
internal sealed record ClassMapFile(IReadOnlyList<string>? Labels, IReadOnlyList<KeyValuePair<string, JsonNode?>>? Choices)
{
    private const int LargestFile = 16 << 20;

    /// <summary>Reads a file by its ending: .json, .csv or lines of text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dataNames">The classes of the data, which tell a choice from a numbered list of labels.</param>
    /// <exception cref="DistillException">The file cannot be read, is too large or holds something else.</exception>
    public static ClassMapFile Read(string path, IReadOnlyList<string> dataNames) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => OfJson(StrictJson.ReadTree(path), path, dataNames),
            ".CSV" => new(Csv(path), null),
            _ => new([.. Text(path).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)], null),
        };

    private static ClassMapFile OfJson(JsonNode tree, string path, IReadOnlyList<string> dataNames) =>
        tree is JsonObject choices && (choices.Any(pair => dataNames.Contains(pair.Key)) || Numbers(choices) || LabelList.Of(tree) is null) ? new(null, [.. choices])
        : LabelList.Of(tree) is { } labels ? new(labels, null)
        : throw new DistillException(
            $"{path} is no class map; expected an object from the data's class to the teacher's name or number, "
            + """for example {"cat": "tabby", "dog": [151, "collie"]}, or an array of the teacher's labels.""");

    // From names to numbers: the data's classes on the left are misspelt rather than the teacher's.
    private static bool Numbers(JsonObject choices) =>
        choices.All(pair => pair.Value is JsonValue value && value.GetValueKind() == JsonValueKind.Number && !IsNumber(pair.Key));

    // The label is the last column, whatever stands before it; above numbers, a line without one is a header.
    private static IReadOnlyList<string> Csv(string path)
    {
        using var text = new StringReader(Text(path));
        var records = new CsvRecords(text, ',', path);
        var (rows, fields) = (new List<string[]>(), new List<string>());
        while (records.Next(fields))
        {
            rows.Add([.. fields.Select(field => field.Trim())]);
        }

        if (rows.Count > 1 && rows[0].Length > 1 && !IsNumber(rows[0][0]) && IsNumber(rows[1][0]))
        {
            rows.RemoveAt(0);
        }

        return !rows.Any(row => row.Length > 1 && IsNumber(row[0])) || rows.Select((row, place) => row[0] == $"{place}").All(right => right)
            ? [.. rows.Select(row => row[^1])]
            : throw new DistillException($"{path}: the first column does not count the labels from 0; expected lines such as 0,tench.");
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Text(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= LargestFile
                ? File.ReadAllText(path, Encoding.UTF8)
                : throw new DistillException($"{path} has {length} bytes; a class map has at most {LargestFile}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
