using System.CommandLine;
using Distill.Distributed;
using Distill.Runs;

namespace Distill.Cli.CommandLine;

/// <summary>Refuses work that a launcher of MPI would have done as often as it started processes.</summary>
internal static class RepeatedWork
{
    private const string Place = "--out";

    // By which each process has work of its own, and what to do where that was not given.
    private static readonly Dictionary<string, string> Shares = new()
    {
        ["--ranks"] = "Add --ranks, or start one.",
        ["--part"] = "Give each its own --part, or start one.",
    };

    /// <summary>Looks how this process was started, for a verb that writes what it makes to a place of its own.</summary>
    /// <exception cref="DistillException">Several were started together, and none was told which part is its own.</exception>
    public static void Refuse(ParseResult parsed)
    {
        var options = parsed.CommandResult.Command.Options;
        var share = options.FirstOrDefault(option => Shares.ContainsKey(option.Name));
        if (!options.Any(option => option.Name == Place) || (share is not null && parsed.IsGiven(share))
            || Launcher.Of(Environment.GetEnvironmentVariable) is not { Size: > 1 and var size })
        {
            return;
        }

        var mend = share is null ? "Start one." : Shares[share.Name];
        throw new DistillException($"{size} processes were started together, and each would do all of the work. {mend}");
    }
}
