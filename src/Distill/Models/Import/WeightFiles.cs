using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>Tensors by name, from one safetensors file or from all the shards of one model.</summary>
internal sealed partial class WeightFiles : IDisposable
{
    private const string IndexEnding = ".safetensors.index.json";
    private const int ShownShards = 10;

    private readonly Dictionary<string, SafeTensorsFile> fileOf = new(StringComparer.Ordinal);
    private readonly List<SafeTensorsFile> files = [];

    private WeightFiles(string path)
    {
        Path = path;
    }

    /// <summary>What was asked for, for messages.</summary>
    public string Path { get; }

    /// <summary>The tensors by name, in the order of the files.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; private set; } = new Dictionary<string, TensorEntry>();

    /// <summary>Opens a safetensors file, an index of several, one of those, or a folder that holds either.</summary>
    /// <exception cref="DistillException">A file is missing, damaged or something else; or two hold the same tensor.</exception>
    public static WeightFiles Open(string path)
    {
        var opened = new WeightFiles(path);
        try
        {
            foreach (var file in Files(path))
            {
                opened.files.Add(SafeTensorsFile.Open(file));
            }

            opened.Gather();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>A copy of a tensor, which the caller disposes.</summary>
    public Tensor Read(string name) => fileOf[name].Read(name);

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(file => file.Dispose());

    private void Gather()
    {
        var entries = new OrderedDictionary<string, TensorEntry>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var (name, entry) in file.Entries)
            {
                if (!entries.TryAdd(name, entry))
                {
                    throw new DistillException($"{file.Path} and {fileOf[name].Path} both hold '{name}'; they are not parts of one model.");
                }

                fileOf.Add(name, file);
            }
        }

        Entries = entries;
    }

    private static IReadOnlyList<string> Files(string path)
    {
        if (Directory.Exists(path))
        {
            return OfFolder(path);
        }

        if (path.EndsWith(IndexEnding, StringComparison.OrdinalIgnoreCase) || FileLook.At(path).Format == ModelFormat.SafeTensorsIndex)
        {
            return OfIndex(path);
        }

        return Shard().Match(System.IO.Path.GetFileName(path)) is { Success: true } shard ? OfShard(path, shard) : [path];
    }

    private static IReadOnlyList<string> OfFolder(string folder)
    {
        string[] indices = [.. Directory.EnumerateFiles(folder, "*" + IndexEnding).Order(StringComparer.Ordinal)];
        if (indices is [var index])
        {
            return OfIndex(index);
        }

        string[] found = [.. Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];
        return found.Length > 0 && indices.Length == 0 && (found.Length == 1 || Shard().IsMatch(System.IO.Path.GetFileName(found[0])))
            ? Files(found[0])
            : throw new DistillException(
                $"{folder} is a folder with {found.Length} safetensors files and {indices.Length} indices of such; expected one model's. Name the file or its index ({IndexEnding}).");
    }

    // Every shard that the index names lies beside it.
    private static IReadOnlyList<string> OfIndex(string path)
    {
        if (StrictJson.ReadTree(path) is not JsonObject index || index["weight_map"] is not JsonObject map
            || map.Count == 0 || !map.All(pair => pair.Value is JsonValue value && value.TryGetValue(out string? name) && name == System.IO.Path.GetFileName(name) && name.Length > 0))
        {
            throw new DistillException($"{path} is no index of safetensors files; expected an object 'weight_map' from tensors to the names of files beside it.");
        }

        return Present(path, [.. map.Select(pair => (string)pair.Value!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static IReadOnlyList<string> OfShard(string path, Match shard)
    {
        const int most = 10_000;
        var count = int.Parse(shard.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture);
        return count is > 0 and <= most
            ? Present(path, [.. Enumerable.Range(1, count).Select(number => $"{shard.Groups[1].Value}-{number.ToString("00000", System.Globalization.CultureInfo.InvariantCulture)}-of-{shard.Groups[3].Value}.safetensors")])
            : [path];
    }

    private static IReadOnlyList<string> Present(string path, IReadOnlyList<string> names)
    {
        var folder = System.IO.Path.GetDirectoryName(path) ?? "";
        string[] missing = [.. names.Where(name => !File.Exists(System.IO.Path.Combine(folder, name)))];
        return missing.Length == 0
            ? [.. names.Select(name => System.IO.Path.Combine(folder, name))]
            : throw new DistillException(
                $"{path} belongs to a model of {names.Count} files, and {missing.Length} of them are missing beside it: {string.Join(", ", missing.Take(ShownShards))}"
                + (missing.Length > ShownShards ? ", …" : "") + ". Fetch them all into one folder.");
    }

    [GeneratedRegex(@"^(.+)-(\d{5})-of-(\d{5})\.safetensors$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shard();
}
