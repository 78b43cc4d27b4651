namespace Distill.Jobs.Predicting.Models;

/// <summary>Short names of models for columns, no two alike.</summary>
internal static class ModelNames
{
    private const string InRun = "model.safetensors";

    /// <summary>The name of each file, that of the folder for one that every run calls alike, and the path where these are alike.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> paths)
    {
        var names = paths.Select(Short).ToList();
        return [.. names.Select((name, i) => names.Count(other => other == name) == 1 ? name : paths[i])];
    }

    private static string Short(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return name == InRun && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) is { Length: > 0 } folder ? folder
            : name is "" or "." or ".." ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            : name;
    }
}
