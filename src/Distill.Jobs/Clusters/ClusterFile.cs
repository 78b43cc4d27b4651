using Distill.Runs;

namespace Distill.Jobs.Clusters;

/// <summary>cluster.json: the stages of the work of a folder, for who looks later how far it is.</summary>
/// <param name="Name">What the work is called.</param>
/// <param name="Stages">The stages, each after those that it needs.</param>
internal sealed record ClusterFile(string Name, IReadOnlyList<ClusterFile.Stage> Stages)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "cluster.json";

    /// <summary>The format that is written.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The format of this file.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Reads the file of a folder; null where it has none.</summary>
    /// <exception cref="DistillException">The file is damaged or of a newer format.</exception>
    public static ClusterFile? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var file = RunJson.Read<ClusterFile>(path);
        return file.Format == CurrentFormat
            ? file
            : throw new DistillException($"{path} has format {file.Format}, but this version reads {CurrentFormat}; use the version that wrote it.");
    }

    /// <summary>A stage.</summary>
    /// <param name="Name">What jobs and logs are called.</param>
    /// <param name="Output">What is made, a path in the folder.</param>
    internal sealed record Stage(string Name, string Output)
    {
        /// <summary>How many elements its array has; null for no array.</summary>
        public int? Elements { get; init; }
    }
}
