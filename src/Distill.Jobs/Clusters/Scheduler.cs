namespace Distill.Jobs.Clusters;

/// <summary>What starts the processes of a cluster.</summary>
internal enum Scheduler
{
    /// <summary>Slurm, by sbatch.</summary>
    Slurm,

    /// <summary>Kubernetes, by indexed jobs.</summary>
    Kubernetes,
}
