using System.CommandLine;
using Distill.Distributed;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>The options by which the processes that a launcher of MPI started train one student together.</summary>
internal sealed class RanksOption
{
    private const string Name = "--ranks";

    private readonly Option<bool> together = new Option<bool>(Name)
    {
        Description = "Train together with the other processes that mpirun or srun started, each on its share of every batch.",
    }.In(HelpGroups.Run);

    private readonly Option<double?> patience = new Option<double?>("--ranks-timeout")
    {
        HelpName = "MINUTES",
        Description = FormattableString.Invariant($"End where a rank lets the others wait so long (default {MpiRanks.DefaultPatience.TotalMinutes}); measuring and testing by rank 0 count."),
    }.In(HelpGroups.Run);

    /// <summary>Lets a verb take them.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(together);
        command.Options.Add(patience);
    }

    /// <summary>The processes that train together; null where this one is alone.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="place">The run's folder, where it was named.</param>
    /// <exception cref="DistillException">
    /// No launcher started this process, or it started several that were not told where to train together; or the time is none.
    /// </exception>
    public MpiRanks? Join(ParseResult parsed, string? place)
    {
        if (!parsed.GetValue(together))
        {
            parsed.Refuse($"without {Name}", patience);
            return null;
        }

        var minutes = parsed.GetValue(patience);
        return minutes is not (null or (> 0 and <= 100_000)) ? throw new DistillException($"{patience.Name} is {minutes}; expected minutes, more than 0.")
            : place is null ? throw new DistillException($"{Name} needs --out or --resume: all processes must know the folder of the run.")
            : MpiRanks.Join(minutes is { } asked ? TimeSpan.FromMinutes(asked) : null);
    }

    /// <summary>What goes on with the run by as many processes.</summary>
    /// <param name="ranks">The processes; null for this one alone.</param>
    /// <param name="run">The run's folder.</param>
    public static string Resume(MpiRanks? ranks, string run) => ranks is null
        ? CommandText.Of("train", "--resume", run)
        : $"{ranks.Command} {CommandText.Of("train", "--resume", run, Name)}";
}
