using Distill.Experiments.Specialists;
using Distill.Files;
using Distill.Runs;

namespace Distill.Experiments.Jobs;

/// <summary>Models as people name them: by their file, or by the folder of the run that made them.</summary>
internal static class ModelPath
{
    private const string ModelName = "model.safetensors";
    private const int MostNamed = 5;

    /// <summary>The model's file; the path itself where it is no folder, or a folder of specialists.</summary>
    /// <exception cref="DistillException">The folder holds no model of its own; the message names those that lie deeper.</exception>
    public static string Of(string path)
    {
        if (!Directory.Exists(path) || SpecialistsRun.IsAt(path))
        {
            return path;
        }

        var model = Path.Combine(path, ModelName);
        return File.Exists(model) ? model : throw new DistillException($"{path} is a folder without {ModelName}{Instead(path)}");
    }

    /// <summary>Finds out before a run is made that its models are there.</summary>
    /// <exception cref="DistillException">One is missing, empty, or a folder without a model.</exception>
    public static void Require(IEnumerable<string> paths)
    {
        foreach (var path in paths.Select(Of).Where(path => !Directory.Exists(path)))
        {
            FileLook.At(path);
        }
    }

    private static string Instead(string path)
    {
        var below = Directory.EnumerateFiles(path, "*.safetensors", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true })
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}checkpoints{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        return File.Exists(Path.Combine(path, "saved_model.pb")) ? "; it is a TensorFlow SavedModel, which teaches after an export to ONNX with tf2onnx."
            : Directory.EnumerateFiles(path, "*.safetensors.index.json").Any() ? "; it holds the weights of another program in several files, which have to be imported first."
            : below.Count > 0 ? $"; name one of its models: {string.Join(", ", below.Take(MostNamed))}{(below.Count > MostNamed ? ", …" : "")}"
            : RunDirectory.IsRun(path) ? ": its training has not finished. Go on with it first."
            : "; expected a model's file, the folder of a training, or one of specialists.";
    }
}
