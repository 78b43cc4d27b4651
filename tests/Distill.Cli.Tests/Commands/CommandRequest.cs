namespace Distill.Cli.Tests;

/// <summary>What a <see cref="CommandServer"/> is asked.</summary>
/// <param name="Folder">Where the command is typed, as a path from the root.</param>
/// <param name="Arguments">What is typed behind <c>distill</c>.</param>
internal sealed record CommandRequest(string Folder, string[] Arguments);
