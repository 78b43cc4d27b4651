using System.CommandLine;
using Distill.Distributed;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Refuses work that a launcher of MPI would have done as often as it started processes.</summary>
internal static class RepeatedWork
{
    private const string Place = "--out", Part = "--part", Ranks = "--ranks";

    /// <summary>Looks how this process was started, for a verb that writes what it makes to a place of its own.</summary>
    /// <exception cref="DistillException">Several were started together, and none was told which part is its own.</exception>
    public static void Refuse(ParseResult parsed)
    {
        var options = parsed.CommandResult.Command.Options;
        // Training has an option for it, and words of its own.
        if (!options.Any(option => option.Name == Place) || options.Any(option => option.Name == Ranks)
            || options.Any(option => option.Name == Part && parsed.IsGiven(option))
            || Launcher.Of(Environment.GetEnvironmentVariable) is not { Size: > 1 and var size })
        {
            return;
        }

        var mend = options.Any(option => option.Name == Part) ? $"Give each its own {Part}, or start one." : "Start one.";
        throw new DistillException($"{size} processes were started together, and each would do all of the work. {mend}");
    }
}
