using Distill.Runs;

namespace Distill.Distributed;

/// <summary>
/// The processes that a launcher of MPI (mpirun, mpiexec, srun) started, for <see cref="Distill.Training.TrainingTask.Ranks"/>. Open
/// MPI, MPICH and its descendants; the launcher's environment says which.
/// </summary>
public sealed unsafe class MpiRanks : ICollective
{
    private readonly MpiLibrary mpi;
    private bool left;

    private MpiRanks(MpiLibrary mpi) => (this.mpi, Rank, Size) = (mpi, mpi.Number("MPI_Comm_rank"), mpi.Number("MPI_Comm_size"));

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes the launcher started.</summary>
    public int Size { get; }

    /// <summary>Joins the processes that were started with this one; a process can do it once.</summary>
    /// <exception cref="DistillException">No launcher of MPI started this process, or its library cannot be used.</exception>
    public static MpiRanks Join() => Launcher.Of(Environment.GetEnvironmentVariable) is { } launcher
        ? new(MpiLibrary.Join(launcher.Library))
        : throw new DistillException("No launcher of MPI started this process. Start it with mpirun -n 2 or srun --mpi=pmix, for example.");

    /// <inheritdoc/>
    public void Sum(Span<float> numbers)
    {
        fixed (float* at = numbers)
        {
            mpi.Sum(at, numbers.Length, mpi.Float);
        }
    }

    /// <inheritdoc/>
    public void Sum(Span<double> numbers)
    {
        fixed (double* at = numbers)
        {
            mpi.Sum(at, numbers.Length, mpi.Double);
        }
    }

    /// <summary>
    /// Leaves the others, once all are done. A process that fails does not leave: its launcher sees it end without that, and ends the
    /// others, which would wait for it for ever.
    /// </summary>
    public void Leave()
    {
        if (!left)
        {
            left = true;
            mpi.End();
        }
    }
}
