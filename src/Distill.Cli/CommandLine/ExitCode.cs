namespace Distill.Cli.CommandLine;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Done = 0;

    /// <summary>The work failed: a full disk, numbers that are not finite, a check that did not pass, an error of the program.</summary>
    public const int Failed = 1;

    /// <summary>Bad arguments, configuration or input files.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by SIGINT or SIGTERM; what can be resumed has been written.</summary>
    public const int Interrupted = 130;
}
