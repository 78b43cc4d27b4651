namespace Distill.Runs.Results;

/// <summary>Reads the results of an experiment.</summary>
internal static class ExperimentFile
{
    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="current">The version of the format that this library writes and reads.</param>
    /// <param name="format">The version that the file says.</param>
    /// <param name="hasHoles">Whether a list holds null, or is empty where it must not be.</param>
    /// <exception cref="DistillException">The file is missing, damaged, or of another format.</exception>
    public static T Read<T>(string path, int current, Func<T, int> format, Func<T, bool> hasHoles)
    {
        var results = RunJson.Read<T>(path);
        return format(results) != current
            ? throw new DistillException($"{path} has format {format(results)}, but this version reads {current}; use the version that wrote it.")
            : hasHoles(results)
                ? throw new DistillException($"{path} holds null in a list, or a list that must not be empty; the file is damaged.")
                : results;
    }
}
