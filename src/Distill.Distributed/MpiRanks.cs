using Distill.Runs;

namespace Distill.Distributed;

/// <summary>
/// The processes that a launcher of MPI (mpirun, mpiexec, srun) started, for <see cref="Distill.Training.TrainingTask.Ranks"/>. Open
/// MPI, MPICH and its descendants; the launcher's environment says which. Sums add up in the order of the ranks, so they are the
/// same bits by any library, on any hosts.
/// </summary>
public sealed class MpiRanks : ICollective
{
    /// <summary>How long a rank waits for the others where nothing else is asked.</summary>
    internal static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(30);

    private readonly MpiLibrary mpi;
    private readonly OrderedSum sum;
    private bool left;

    private MpiRanks(Launcher launcher, MpiLibrary mpi, TimeSpan patience)
    {
        (this.mpi, Rank, Size) = (mpi, mpi.Number("MPI_Comm_rank"), mpi.Number("MPI_Comm_size"));
        Command = launcher.Command(Size);
        sum = new(mpi, Rank, Size, patience);
    }

    /// <summary>The number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>How many processes the launcher started.</summary>
    public int Size { get; }

    /// <summary>What starts as many processes again, in front of a command.</summary>
    internal string Command { get; }

    /// <summary>Joins the processes that were started with this one; a process can do it once.</summary>
    /// <param name="patience">
    /// How long this rank waits for the others, when all join or leave and in a sum, more than 0; null for 30 minutes. Rank 0 measures, tests and writes while
    /// the others wait.
    /// </param>
    /// <exception cref="DistillException">No launcher of MPI started this process, or its library cannot be used.</exception>
    /// <exception cref="IOException">Not all processes have joined in time.</exception>
    public static MpiRanks Join(TimeSpan? patience = null)
    {
        var wait = patience ?? DefaultPatience;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(wait, TimeSpan.Zero, nameof(patience));
        return Launcher.Of(Environment.GetEnvironmentVariable) is { } launcher
            ? new(launcher, MpiLibrary.Join(launcher.Library, wait), wait)
            : throw new DistillException("No launcher of MPI started this process. Start it with mpirun -n 2 or srun --mpi=pmix, for example.");
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">A rank has not answered in time, or its connection failed. Only the process's end is left then.</exception>
    public void Sum(Span<float> numbers) => sum.Add(numbers);

    /// <inheritdoc cref="Sum(Span{float})"/>
    public void Sum(Span<double> numbers) => sum.Add(numbers);

    /// <summary>
    /// Leaves the others, once all are done. A process that fails does not leave: its launcher sees it end without that, and ends the
    /// others.
    /// </summary>
    /// <exception cref="IOException">A rank is not done in time.</exception>
    public void Leave()
    {
        if (!left)
        {
            left = true;
            // The library's own waiting would have no end.
            Sum([0.0]);
            mpi.End();
        }
    }
}
