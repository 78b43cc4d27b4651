namespace Distill.Data.Sets;

/// <summary>Runs a program of the system; tests put another in its place.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs a program to its end, or stops it at the limit.</summary>
    /// <exception cref="OperationCanceledException">The token asked for it; the program was stopped.</exception>
    CommandResult Run(
        string program, IReadOnlyList<string> arguments, string workingFolder, TimeSpan limit, CancellationToken cancellationToken);
}
