using System.Diagnostics;

namespace Distill.Cli.Tests.Kill;

/// <summary>The command line while it runs, so that it can be killed.</summary>
internal sealed class RunningDistill : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly string command;
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    public RunningDistill(string folder, params string[] arguments)
    {
        command = $"distill {string.Join(' ', arguments)}";
        process = DistillProcess.Start(folder, arguments);
        (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Waits for the end of the process, but not longer than <paramref name="time"/>.</summary>
    public bool EndsWithin(TimeSpan time) => process.WaitForExit(time);

    /// <summary>SIGKILL: no handler runs, no buffer is flushed.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM, which asks for a checkpoint.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end, checks that it came with one of these exit codes, and says with which.</summary>
    public int EndsWith(params int[] exitCodes)
    {
        Assert.True(EndsWithin(Patience), $"{command} did not end.");
        Assert.True(exitCodes.Contains(process.ExitCode), $"{command}: exit code {process.ExitCode}\n{output.Result}{error.Result}");
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }
}
