using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Studio.Control;

/// <summary>The processes that work on runs: one is told to stop, another is started.</summary>
internal static partial class RunProcess
{
    private const int Terminate = 15;

    // A lock is taken soon after its process starts, and clocks of processes are counted in ticks.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(2);

    // What a process says goes to a file, for it may outlive the studio, and with it any pipe.
    private static readonly string[] WithLog = ["-c", "log=$1; shift; exec \"$@\" > \"$log\" 2>&1 < /dev/null", "sh"];

    /// <summary>Whether processes can be told to stop and started here.</summary>
    public static bool IsSupported => !OperatingSystem.IsWindows();

    /// <summary>Asks the process that has a claim to stop at a checkpoint.</summary>
    /// <exception cref="DistillException">It is none of this machine's, or not ours to stop.</exception>
    public static void Stop(ClaimOwner owner)
    {
        if (!IsSupported || owner.Host != Environment.MachineName || !IsThere(owner))
        {
            throw new DistillException($"The run is worked on by {owner}, which cannot be reached from here. Stop it there, with Ctrl-C.");
        }

        if (Kill(owner.Process, Terminate) != 0)
        {
            throw new DistillException($"{owner} cannot be stopped: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
        }
    }

    /// <summary>Starts a command whose output goes to a file.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="log">The file, written anew.</param>
    public static Process Start(IReadOnlyList<string> command, string log) => Process.Start(new ProcessStartInfo("/bin/sh", [.. WithLog, log, .. command]))!;

    // A number may belong to another process by now, or to one in another container of the same name.
    private static bool IsThere(ClaimOwner owner)
    {
        try
        {
            using var process = Process.GetProcessById(owner.Process);
            return process.StartTime.ToUniversalTime() <= owner.Since.UtcDateTime + ClockError;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
