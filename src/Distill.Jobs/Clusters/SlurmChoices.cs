namespace Distill.Jobs.Clusters;

/// <summary>What jobs of Slurm say besides their resources.</summary>
internal sealed record SlurmChoices
{
    /// <summary>The partition; null for the cluster's default.</summary>
    public string? Partition { get; init; }

    /// <summary>The account; null for the user's default.</summary>
    public string? Account { get; init; }

    /// <summary>Other options of sbatch, as they are typed, for example "--constraint=avx512".</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How srun starts the ranks of a training, as 'srun --mpi=list' calls it: "pmix" for Open MPI, "pmi2" for MPICH.</summary>
    public string Mpi { get; init; } = "pmix";

    /// <summary>Lines of the shell before the work, for example "module load dotnet".</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Mpi.Length == 0 || !Mpi.All(char.IsAsciiLetterOrDigit))
        {
            yield return $"mpi is '{Mpi}'; expected a name of 'srun --mpi=list', such as pmix";
        }

        foreach (var text in Options.Append(Partition ?? "").Append(Account ?? "").Where(text => text.Any(char.IsControl)))
        {
            yield return $"an option holds a control character: {text}";
        }

        foreach (var option in Options.Where(option => !option.StartsWith('-')))
        {
            yield return $"options holds '{option}'; expected an option of sbatch, which begins with a hyphen";
        }
    }
}
