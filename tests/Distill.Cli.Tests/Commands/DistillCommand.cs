using System.Collections.Concurrent;

namespace Distill.Cli.Tests;

/// <summary>
/// A command line in a process that answers one after another. What a process costs before its first example (libtorch is loaded,
/// code compiled) is so paid once, not hundreds of times. Tests of what belongs to a process (signals, its death, its variables,
/// the terminal) start <see cref="DistillProcess"/> instead.
/// </summary>
internal static class DistillCommand
{
    private static readonly ConcurrentBag<CommandServer> Idle = [];

    /// <summary>Runs to the end; one that takes longer than ten minutes is killed and fails the test.</summary>
    public static DistillProcess Run(string folder, params string[] arguments)
    {
        var server = Idle.TryTake(out var idle) ? idle : new CommandServer();
        var answer = server.Answer(new CommandRequest(folder, arguments));
        Idle.Add(server);
        return answer;
    }
}
