namespace Distill.Distributed;

/// <summary>What started this process as one of several, as far as its environment says.</summary>
/// <param name="Library">The MPI library that the launcher speaks to, as the system's loader knows it.</param>
/// <param name="Size">How many processes it started; null where it does not say.</param>
/// <param name="Program">The launcher as it is typed, for example "mpirun".</param>
internal sealed record Launcher(string Library, int? Size, string Program)
{
    /// <summary>Names another MPI library than the launcher's usual one.</summary>
    public const string LibraryVariable = "DISTILL_MPI";

    private const string OpenMpi = "libmpi.so.40";
    private const string Mpich = "libmpich.so.12";
    private const string Microsoft = "msmpi.dll";

    /// <summary>What starts as many processes, in front of a command.</summary>
    public string Command(int size) => FormattableString.Invariant($"{Program} -n {size}");

    /// <summary>The launcher; null for a process that was started by itself.</summary>
    /// <param name="variable">The environment.</param>
    public static Launcher? Of(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var library = variable("OMPI_COMM_WORLD_SIZE") is not null || variable("PMIX_RANK") is not null ? OpenMpi
            : variable("PMI_RANK") is not null || variable("PMI_FD") is not null ? OperatingSystem.IsWindows() ? Microsoft : Mpich
            : null;
        return library is null ? null : new(
            variable(LibraryVariable) is { Length: > 0 } named ? named : library,
            Number("OMPI_COMM_WORLD_SIZE") ?? Number("PMI_SIZE") ?? Number("SLURM_NTASKS"),
            variable("SLURM_STEP_ID") is null || variable("OMPI_COMM_WORLD_SIZE") is not null ? "mpirun"
            : library == OpenMpi ? "srun --mpi=pmix"
            : "srun --mpi=pmi2");

        int? Number(string name) => int.TryParse(variable(name), out var number) && number > 0 ? number : null;
    }
}
