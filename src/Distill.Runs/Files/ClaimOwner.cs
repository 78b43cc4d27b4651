using System.Globalization;

namespace Distill.Runs;

/// <summary>The process that has a claim, as it wrote itself into the claim's file.</summary>
/// <param name="Host">The machine's or the container's name.</param>
/// <param name="Process">The process's number there.</param>
/// <param name="Since">When it took the claim.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record ClaimOwner(string Host, int Process, DateTimeOffset Since, string Command)
{
    // A command names files and options; far beyond, it is of no help to anybody.
    private const int LongestCommand = 200;

    /// <summary>For example "process 4711 on ada since 2026-03-01 14:15:02 (distill train --data mnist)".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"process {Process} on {Host} since {Since.ToLocalTime():yyyy-MM-dd HH:mm:ss} ({Command})");

    /// <summary>This process, now.</summary>
    internal static ClaimOwner Current()
    {
        var arguments = Environment.GetCommandLineArgs();
        var command = string.Join(' ', arguments.Skip(1).Prepend(Path.GetFileNameWithoutExtension(arguments[0])));
        return new ClaimOwner(
            Environment.MachineName,
            Environment.ProcessId,
            DateTimeOffset.UtcNow,
            command.Length > LongestCommand ? command[..LongestCommand] + " …" : command);
    }
}
