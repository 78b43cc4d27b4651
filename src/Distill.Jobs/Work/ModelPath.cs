using System.Text.Json;
using Distill.Files;
using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>Models as people name them: by their file, or by the folder of the run that made them.</summary>
internal static class ModelPath
{
    private const string ModelName = "model.safetensors";
    private const int MostNamed = 5;

    // They hold files of the same format.
    private static readonly string[] NoModels = ["checkpoints", "targets"];

    /// <summary>The model's file; the path itself where it is no folder, or a folder of specialists.</summary>
    /// <exception cref="DistillException">The folder holds no model of its own; the message names those that lie deeper.</exception>
    public static string Of(string path)
    {
        if (!Directory.Exists(path) || IsOfSpecialists(path))
        {
            return path;
        }

        var model = Path.Combine(path, ModelName);
        return File.Exists(model) ? model : throw new DistillException($"{path} is a folder without {ModelName}{Instead(path)}");
    }

    /// <summary>Whether a path is the folder of a generalist and its specialists.</summary>
    public static bool IsOfSpecialists(string path) =>
        RunDirectory.IsRun(path) && RunDirectory.Open(path).ReadManifest().Kind == RunKind.Specialists;

    /// <summary>Finds out before a run is made that its models are there.</summary>
    /// <exception cref="DistillException">One is missing, empty, or a folder without a model.</exception>
    public static void Require(IEnumerable<string> paths)
    {
        foreach (var path in paths.Select(Of).Where(path => !Directory.Exists(path)))
        {
            FileLook.At(path);
        }
    }

    /// <summary>What a path leads to, so that a model and the folder of its run are known for the same.</summary>
    public static string Full(string path) =>
        Path.Combine(path, ModelName) is var model && File.Exists(model) ? Path.GetFullPath(model) : Path.GetFullPath(path);

    private static string Instead(string path)
    {
        var below = Directory.EnumerateFiles(path, "*.safetensors", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true })
            .Where(file => !NoModels.Any(folder => file.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).ToList();
        if (File.Exists(Path.Combine(path, "saved_model.pb")))
        {
            return "; it is a TensorFlow SavedModel, which teaches after an export to ONNX with tf2onnx.";
        }

        if (Directory.EnumerateFiles(path, "*.safetensors.index.json").Any())
        {
            return "; it holds the weights of another program in several files, which have to be imported first.";
        }

        if (Chosen(path) is { } chosen && below.Find(file => Path.GetFullPath(file).EndsWith(chosen, StringComparison.Ordinal)) is { } student)
        {
            below.Remove(student);
            return $"; it holds {below.Count + 1} models: name one, {student} for the student that its run chose{(below.Count > 0 ? $", or {List(below)}" : "")}.";
        }

        return below.Count > 0 ? $"; name one of its models: {List(below)}."
            : RunDirectory.IsRun(path) ? ": its training has not finished. Resume it first."
            : "; expected a model's file, the folder of a training, or one of specialists.";
    }

    private static string List(List<string> files) => string.Join(", ", files.Take(MostNamed)) + (files.Count > MostNamed ? ", …" : "");

    // A comparison says which student is to be used, by a path that is another once its folder has moved.
    private static string? Chosen(string path) =>
        RunDirectory.IsRun(path) && RunDirectory.Open(path).ReadManifest().Results is { ValueKind: JsonValueKind.Object } results
        && results.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
        && model.GetString()!.Split('/', '\\') is [.., var members, var member, var file]
            ? string.Join(Path.DirectorySeparatorChar, ["", members, member, file])
            : null;
}
