using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Jobs.Overviews;

/// <summary>In what runs were asked for different things.</summary>
internal static class ConfigurationDifferences
{
    private const int LongestValue = 60;

    /// <summary>A row for each key whose values are not all the same; a run that has no such key has an empty cell.</summary>
    /// <param name="runs">What each run was asked for, by its name.</param>
    public static IEnumerable<Block> Of(IReadOnlyList<(string Name, JsonElement Configuration)> runs)
    {
        var flat = runs.Select(run => Flattened("", run.Configuration).ToDictionary(pair => pair.Key, pair => pair.Value)).ToList();
        var keys = flat.SelectMany(values => values.Keys).Distinct()
            .Where(key => flat.Select(values => values.GetValueOrDefault(key)).Distinct().Count() > 1)
            .ToList();
        return keys.Count == 0 ? [] :
        [
            new Table(
                "Keys of the configuration that differ",
                ["key", .. runs.Select(run => run.Name)],
                [.. keys.Select(key => (IReadOnlyList<Cell>)[Cell.Of(key), .. flat.Select(values => Cell.Of(Shortened(values.GetValueOrDefault(key) ?? "")))])]),
        ];
    }

    private static IEnumerable<KeyValuePair<string, string>> Flattened(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(key => Flattened(path.Length == 0 ? key.Name : $"{path}.{key.Name}", key.Value)),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        JsonValueKind.String => [new(path, value.GetString()!)],
        _ => [new(path, JsonSerializer.Serialize(value, RunJson.OneLine))],
    };

    private static string Shortened(string text) => text.Length <= LongestValue ? text : $"{text.AsSpan(0, LongestValue - 1)}…";
}
