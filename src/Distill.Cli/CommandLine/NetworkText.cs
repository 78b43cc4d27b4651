using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Architectures as people type them: "mlp:800,800", "conv:16,32,64", "resnet:20", or the path of a JSON file.</summary>
internal static class NetworkText
{
    private static readonly string[] Kinds = ["mlp", "conv", "resnet"];

    public static JsonNode Parse(string text)
    {
        if (text.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return StrictJson.ReadTree(text);
        }

        var (kind, list) = text.Split(':', 2) is [var before, var after] ? (before, after) : (text, "");
        var numbers = list.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (!numbers.All(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            throw new DistillException($"--network {text}: '{list}' is not a list of numbers; expected for example mlp:800,800 or resnet:20.");
        }

        var sizes = new JsonArray([.. numbers.Select(number => JsonValue.Create(int.Parse(number, CultureInfo.InvariantCulture)))]);
        return kind switch
        {
            "mlp" => new JsonObject { ["kind"] = kind, ["widths"] = sizes },
            "conv" => new JsonObject { ["kind"] = kind, ["channels"] = sizes },
            "resnet" when sizes.Count == 1 => new JsonObject { ["kind"] = kind, ["depth"] = sizes[0]!.DeepClone() },
            "resnet" when sizes.Count == 0 => new JsonObject { ["kind"] = kind },
            _ => throw new DistillException(
                $"--network {text}: expected mlp:WIDTHS, conv:CHANNELS, resnet:DEPTH or a JSON file.{NearMiss.Question(kind, Kinds)}"),
        };
    }
}
