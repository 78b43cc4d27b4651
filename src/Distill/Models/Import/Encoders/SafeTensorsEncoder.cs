using System.Text.Json.Nodes;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>An encoder in safetensors, as Hugging Face keeps models of the kind bert, with config.json beside it.</summary>
internal sealed class SafeTensorsEncoder : IEncoderWeights
{
    private const string ConfigName = "config.json";

    private readonly WeightFiles files;
    private readonly Dictionary<string, string> theirs;

    private SafeTensorsEncoder(WeightFiles files, string prefix, JsonObject? config)
    {
        this.files = files;
        theirs = files.Entries.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .GroupBy(name => BertNames.Modern(name[prefix.Length..]), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        Shapes = theirs.ToDictionary(pair => pair.Key, pair => files.Entries[pair.Value].Shape, StringComparer.Ordinal);
        Heads = (int?)Number(config, "num_attention_heads");
        Epsilon = Number(config, "layer_norm_eps");
    }

    /// <inheritdoc/>
    public string Path => files.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Shapes { get; }

    /// <inheritdoc/>
    public int? Heads { get; }

    /// <inheritdoc/>
    public double? Epsilon { get; }

    /// <summary>Opens a file, or the index of several.</summary>
    /// <exception cref="DistillException">A file is missing or damaged, or holds no encoder of the shape of BERT.</exception>
    public static SafeTensorsEncoder Open(string path)
    {
        var files = WeightFiles.Open(path);
        try
        {
            var prefix = BertNames.Prefix(files.Entries.Keys) ?? throw new DistillException(
                $"{path} holds no encoder of the shape of BERT: it lacks a tensor '{BertNames.Pieces}', whatever stands before it. It has {Shown(files.Entries.Keys)}.");
            return new SafeTensorsEncoder(files, prefix, Config(path));
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Tensor Read(string name)
    {
        using var read = files.Read(theirs[name]);
        return read.to(ScalarType.Float32, copy: true);
    }

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    private static string Shown(IEnumerable<string> names) =>
        string.Join(", ", names.Take(4).Select(name => $"'{name}'").DefaultIfEmpty("no tensor"));

    private static JsonObject? Config(string path)
    {
        var config = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, ConfigName);
        if (!File.Exists(config))
        {
            return null;
        }

        var tree = StrictJson.ReadTree(config) as JsonObject ?? throw new DistillException($"{config} is no JSON object; expected that of the model beside it.");
        Require(config, tree, "hidden_act", "gelu");
        Require(config, tree, "position_embedding_type", "absolute");
        return tree;
    }

    private static void Require(string config, JsonObject tree, string key, string expected)
    {
        if (tree[key] is JsonValue value && !(value.TryGetValue(out string? text) && text == expected))
        {
            throw new DistillException($"{config}: {key} is {value.ToJsonString()}; expected \"{expected}\", as BERT has it.");
        }
    }

    private static double? Number(JsonObject? config, string key) => config?[key] is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
