using System.CommandLine;
using Distill.Distributed;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>The option by which the processes that a launcher of MPI started train one student together.</summary>
internal static class RanksOption
{
    private const string Name = "--ranks";

    /// <summary>A new option for one verb.</summary>
    public static Option<bool> Create() => new Option<bool>(Name)
    {
        Description = "Train together with the other processes that mpirun or srun started, each on its share of every batch.",
    }.In(HelpGroups.Run);

    /// <summary>The processes that train together; null where this one is alone.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="option">The option.</param>
    /// <param name="place">The run's folder, where it was named.</param>
    /// <exception cref="DistillException">
    /// No launcher started this process, or it started several that were not told where to train together.
    /// </exception>
    public static MpiRanks? Ranks(this ParseResult parsed, Option<bool> option, string? place)
    {
        if (!parsed.GetValue(option))
        {
            return null;
        }

        return place is null
            ? throw new DistillException($"{Name} needs --out or --resume: all processes must know the folder of the run.")
            : MpiRanks.Join();
    }
}
