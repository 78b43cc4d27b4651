using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Architectures as people type them: "mlp:800,800", "conv:16,32,64", "resnet:20", "linear", "bag:16384,64", "wordpiece:vocab.txt,64", "static:FOLDER,64,seen", "encoder:FOLDER", or the path of a JSON file.</summary>
internal static class NetworkText
{
    private static readonly string[] Kinds = ["mlp", "conv", "resnet", "linear", "bag", "wordpiece", "textconv", "transformer", "encoder", "static"];

    // Behind the sizes: only pieces that the training texts have.
    private const string Seen = "seen";

    /// <summary>The architecture as JSON.</summary>
    /// <exception cref="DistillException">It is none, or its sizes are missing.</exception>
    public static JsonNode Parse(string text)
    {
        if (text.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return StrictJson.ReadTree(text);
        }

        var (kind, list) = text.Split(':', 2) is [var before, var after] ? (before, after) : (text, null);
        return (kind, list) switch
        {
            ("mlp", null or "") => throw new DistillException($"--network {text} lacks its widths, as in mlp:800,800; a model without hidden layers is called linear."),
            ("conv", null or "") => throw new DistillException($"--network {text} lacks its channels, as in conv:16,32,64."),
            ("resnet", "") => throw new DistillException($"--network {text} lacks its depth, as in resnet:20."),
            ("mlp", _) => new JsonObject { ["kind"] = kind, ["widths"] = Sizes(text, list) },
            ("conv", _) => new JsonObject { ["kind"] = kind, ["channels"] = Sizes(text, list) },
            ("resnet", null) => new JsonObject { ["kind"] = kind },
            ("resnet", _) when Sizes(text, list) is [var depth] => new JsonObject { ["kind"] = kind, ["depth"] = depth!.DeepClone() },
            ("bag", "") => throw new DistillException($"--network {text} lacks its sizes, as in bag:16384,64: rows of its table, numbers in a row, and widths of hidden layers."),
            ("bag", null) => new JsonObject { ["kind"] = kind },
            ("bag", _) => Bag(Sizes(text, list)),
            ("wordpiece" or "textconv", null or "") => throw new DistillException(
                $"--network {text} lacks its vocabulary, as in {kind}:vocab.txt or {kind}:vocab.txt,64: a file with a piece a line, and numbers in a row{(kind == "textconv" ? ", units of each convolution," : "")} and widths of hidden layers."),
            ("wordpiece" or "textconv", _) => Pieces(kind, text, list),
            ("transformer", null or "") => throw new DistillException(
                $"--network {text} lacks its vocabulary, as in transformer:vocab.txt,2,128: a file with a piece a line, layers, numbers in a vector and heads."),
            ("encoder", null or "") => throw new DistillException(
                $"--network {text} lacks its folder, as in encoder:FOLDER or encoder:FOLDER,3: one with model.safetensors or model.onnx and vocab.txt, layers that are kept, and heads."),
            ("static", null or "") => throw new DistillException(
                $"--network {text} lacks its folder, as in static:FOLDER,64: one of an encoder with model.safetensors or model.onnx and vocab.txt, numbers in a row, and widths of hidden layers."),
            ("static", _) => Pieces(kind, text, list),
            ("transformer", _) => Sized("transformer", "vocabularyFile", text, list, "layers", "dimensions", "heads"),
            ("encoder", _) => Sized("transformer", "encoder", text, list, "layers", "heads"),
            ("linear", null) => new JsonObject { ["kind"] = "mlp", ["widths"] = new JsonArray() },
            _ => throw new DistillException(
                $"--network {text}: expected mlp:WIDTHS, conv:CHANNELS, resnet:DEPTH, linear, bag, wordpiece:VOCABULARY, textconv:VOCABULARY, transformer:VOCABULARY, encoder:FOLDER, static:FOLDER or a JSON file.{NearMiss.Question(kind, Kinds)}"),
        };
    }

    private static JsonObject Bag(JsonArray sizes)
    {
        var network = new JsonObject { ["kind"] = "bag", ["buckets"] = sizes[0]!.DeepClone() };
        if (sizes.Count > 1)
        {
            network["dimensions"] = sizes[1]!.DeepClone();
        }

        if (sizes.Count > 2)
        {
            network["widths"] = new JsonArray([.. sizes.Skip(2).Select(size => size!.DeepClone())]);
        }

        return network;
    }

    private static JsonObject Pieces(string kind, string text, string list)
    {
        var (file, sizes, seen) = FileAndSizes(text, list);
        var network = Start("wordpiece", kind == "static" ? "vectors" : "vocabularyFile", file, seen);
        string[] keys = kind == "textconv" ? ["dimensions", "filters"] : ["dimensions"];
        foreach (var (key, size) in keys.Zip(sizes))
        {
            network[key] = size!.DeepClone();
        }

        if (kind == "textconv")
        {
            network["kernels"] = new JsonArray(1, 2, 3);
        }

        if (sizes.Count > keys.Length)
        {
            network["widths"] = new JsonArray([.. sizes.Skip(keys.Length).Select(size => size!.DeepClone())]);
        }

        return network;
    }

    private static JsonObject Sized(string kind, string fileKey, string text, string list, params string[] keys)
    {
        var (file, sizes, seen) = FileAndSizes(text, list);
        if (sizes.Count > keys.Length)
        {
            throw new DistillException($"--network {text} has {sizes.Count} numbers; expected at most {keys.Length}: {string.Join(", ", keys)}.");
        }

        var network = Start(kind, fileKey, file, seen);
        foreach (var (key, size) in keys.Zip(sizes))
        {
            network[key] = size!.DeepClone();
        }

        return network;
    }

    private static JsonObject Start(string kind, string fileKey, string file, bool seen)
    {
        var network = new JsonObject { ["kind"] = kind, [fileKey] = file };
        if (seen)
        {
            network["seenPieces"] = true;
        }

        return network;
    }

    // The file may have commas in its name, but no size is a file.
    private static (string File, JsonArray Sizes, bool Seen) FileAndSizes(string text, string list)
    {
        var parts = list.Split(',');
        var seen = parts.Length > 1 && parts[^1] == Seen;
        if (parts.Length > 1 && !seen && NearMiss.Suggest(parts[^1], [Seen]) is not null && !Path.Exists(list))
        {
            throw new DistillException($"--network {text}: '{parts[^1]}' is no number, and there is no file {list}.{NearMiss.Question(parts[^1], [Seen])}");
        }

        parts = seen ? parts[..^1] : parts;
        var end = parts.Length;
        while (end > 1 && parts[end - 1].Length > 0 && parts[end - 1].All(char.IsAsciiDigit))
        {
            end--;
        }

        return (string.Join(',', parts[..end]), end == parts.Length ? [] : Sizes(text, string.Join(',', parts[end..])), seen);
    }

    private static JsonArray Sizes(string text, string list)
    {
        var sizes = new JsonArray();
        foreach (var part in list.Split(','))
        {
            sizes.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? JsonValue.Create(size)
                : throw new DistillException($"--network {text}: '{list}' is not a list of numbers; expected for example mlp:800,800 or resnet:20."));
        }

        return sizes;
    }
}
