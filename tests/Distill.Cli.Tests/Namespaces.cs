using System.ComponentModel;
using System.Diagnostics;

namespace Distill.Cli.Tests;

/// <summary>Namespaces of Linux, which containers are made of, for tests of what goes wrong in them.</summary>
internal static class Namespaces
{
    /// <summary>What runs a command as process 1.</summary>
    public static IReadOnlyList<string> OfProcesses { get; } = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];

    /// <summary>What runs a command with mounts that nobody else sees.</summary>
    public static IReadOnlyList<string> OfMounts { get; } = ["unshare", "--mount"];

    /// <summary>Skips the test where the system or the user's rights do not allow it.</summary>
    public static void Require(IReadOnlyList<string> kind) => Assert.SkipUnless(
        Allows([.. kind, "true"]), $"'{string.Join(' ', kind)}' is not allowed here; it takes Linux and root.");

    private static bool Allows(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
