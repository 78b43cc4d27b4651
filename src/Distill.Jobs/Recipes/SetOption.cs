using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Jobs.Recipes;

/// <summary>Changes single values of a configuration, as <c>--set path=value</c> does.</summary>
internal static class SetOption
{
    /// <summary>Applies overrides to <paramref name="tree"/>, in place.</summary>
    /// <param name="tree">The configuration.</param>
    /// <param name="overrides">
    /// Each "path=value": keys separated by dots, places in lists by number; the value is JSON, or a text where it is
    /// not. A key that does not exist is added, and checked when the configuration is read.
    /// </param>
    /// <exception cref="DistillException">An override has no "=", is given twice, or its path goes through a value that is no object.</exception>
    public static void Apply(JsonNode tree, IEnumerable<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in overrides)
        {
            var path = PathOf(item);
            if (!before.Add(path))
            {
                throw new DistillException($"--set {path} is given twice; give it once.");
            }

            Set(tree, path.Split('.'), Value(item[(path.Length + 1)..]), $"--set {item}");
        }
    }

    /// <summary>The paths of overrides, and how each was typed: "student.training.batchSize" and "--set student.training.batchSize".</summary>
    /// <exception cref="DistillException">An override has no "=".</exception>
    public static IReadOnlyDictionary<string, string> Typed(IEnumerable<string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        return overrides.Select(PathOf).Distinct(StringComparer.Ordinal).ToDictionary(path => path, path => $"--set {path}", StringComparer.Ordinal);
    }

    /// <summary>Sets one value, making the objects on the way to it.</summary>
    /// <param name="tree">The configuration.</param>
    /// <param name="path">Keys separated by dots.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="DistillException">The path goes through a value that is no object.</exception>
    public static void Set(JsonNode tree, string path, JsonNode? value) => Set(tree, path?.Split('.') ?? [], value, path ?? "");

    private static void Set(JsonNode tree, string[] path, JsonNode? value, string item)
    {
        var node = tree;
        for (var depth = 0; depth < path.Length; depth++)
        {
            var last = depth == path.Length - 1;
            switch (node)
            {
                case JsonObject parent when last:
                    parent[path[depth]] = value;
                    break;
                case JsonObject parent:
                    node = parent[path[depth]] ??= new JsonObject();
                    break;
                case JsonArray list when Place(path[depth]) is { } place && place < list.Count:
                    if (last)
                    {
                        list[place] = value;
                    }

                    node = list[place]!;
                    break;
                default:
                    throw new DistillException($"{item}: '{string.Join('.', path[..(depth + 1)])}' leads through a value that has no such part.");
            }
        }
    }

    private static string PathOf(string item) => item.IndexOf('=', StringComparison.Ordinal) is > 0 and var end
        ? item[..end]
        : throw new DistillException($"--set {item}: expected path=value, for example student.training.batchSize=128.");

    private static int? Place(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
