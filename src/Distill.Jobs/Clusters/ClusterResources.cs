using Distill.Runs;

namespace Distill.Jobs.Clusters;

/// <summary>What one process of a stage gets from the cluster.</summary>
internal sealed record ClusterResources
{
    /// <summary>Processor cores, 1 or more.</summary>
    public int Cpus { get; init; } = 1;

    /// <summary>Memory in GiB, 1 or more.</summary>
    public int MemoryGiB { get; init; } = 4;

    /// <summary>The time limit in minutes, 1 or more; what it cuts is put back into the queue and resumes. Kubernetes sets none.</summary>
    public int Minutes { get; init; } = 60;

    /// <summary>Processes that train one model together, by MPI, each with these cores and this memory; 1 for one alone. For stages that train.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { Cpus < 1, $"cpus is {Cpus}; expected 1 or more" },
        { MemoryGiB < 1, $"memoryGiB is {MemoryGiB}; expected 1 or more" },
        { Ranks is < 1 or > 1024, $"ranks is {Ranks}; expected 1 to 1024" },
        { Minutes < 1, $"minutes is {Minutes}; expected 1 or more" },
    };
}
