namespace Distill.Data.Sets;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; −1 when it could not be started or ran past its time.</param>
/// <param name="Output">What it wrote to both its streams, or why it did not run.</param>
internal sealed record CommandResult(int ExitCode, string Output);
