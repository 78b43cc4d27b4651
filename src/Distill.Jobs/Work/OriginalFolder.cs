using Distill.Jobs.Datasets;
using Distill.Runs;

namespace Distill.Jobs.Work;

/// <summary>The working folder in which a run was made, from which the relative paths in its configuration start.</summary>
/// <param name="Path">The folder; null where the run does not say.</param>
internal sealed record OriginalFolder(string? Path)
{
    /// <summary>That of a run.</summary>
    /// <exception cref="DistillException">run.json is damaged.</exception>
    public static OriginalFolder Of(RunDirectory run) => new(run.ReadManifest().Folder);

    /// <summary>A path of the run's configuration as this process finds it.</summary>
    /// <param name="path">As it was typed when the run was made.</param>
    /// <returns>From the folder where the run was made; from here where that folder lacks it, as on another machine.</returns>
    /// <exception cref="DistillException">Neither has it.</exception>
    public string Find(string path)
    {
        if (Path is null || Path == Environment.CurrentDirectory || string.IsNullOrWhiteSpace(path) || System.IO.Path.IsPathRooted(path))
        {
            return path;
        }

        // Windows writes paths that other systems take for one name.
        string[] ways = path.Contains('\\', StringComparison.Ordinal) && System.IO.Path.DirectorySeparatorChar == '/' ? [path, path.Replace('\\', '/')] : [path];
        return ways.Select(way => System.IO.Path.Combine(Path, way)).Concat(ways).FirstOrDefault(System.IO.Path.Exists) ?? throw new DistillException(
            $"'{path}' is neither in {Path}, where the run was made, nor in {Environment.CurrentDirectory}. Put it back, or go on in a folder that has it.");
    }

    /// <summary>The same of data, which may have a name instead of a path.</summary>
    /// <exception cref="DistillException">Neither folder has it.</exception>
    public string FindData(string data) => DataSets.Knows(data) ? data : Find(data);
}
