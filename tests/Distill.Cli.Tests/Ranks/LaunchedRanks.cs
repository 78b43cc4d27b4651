using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Distill.Cli.Tests.Ranks;

/// <summary>Processes that a launcher of MPI started together.</summary>
internal sealed class LaunchedRanks : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string command;
    private readonly Process launcher;
    private readonly Task<string> output;
    private readonly Task<string> error;

    /// <summary>Starts them.</summary>
    /// <param name="mpi">One of <see cref="Launchers"/>.</param>
    /// <param name="folder">Where the command is typed.</param>
    /// <param name="size">How many.</param>
    /// <param name="program">A program of .NET.</param>
    /// <param name="arguments">Its arguments.</param>
    public LaunchedRanks(string mpi, string folder, int size, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Command(mpi)[0], [.. Command(mpi)[1..], "-n", $"{size}", "dotnet", program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        DistillProcess.SetEnvironment(start);
        start.Environment[DistillProcess.CacheVariable] = DistillProcess.CacheOf(folder);
        start.Environment["OMP_NUM_THREADS"] = "1";
        // Ranks that wait for each other give their core to other tests.
        start.Environment["OMPI_MCA_mpi_yield_when_idle"] = "1";
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        command = $"{mpi}: {string.Join(' ', arguments)}";
        launcher = Process.Start(start)!;
        (output, error) = (launcher.StandardOutput.ReadToEndAsync(), launcher.StandardError.ReadToEndAsync());
    }

    /// <summary>The launchers that are tried.</summary>
    public static IReadOnlyList<string> Launchers { get; } = ["Open MPI", "MPICH"];

    /// <summary>All that they wrote; blocks until they have ended.</summary>
    public string Written => output.Result + error.Result;

    /// <summary>Skips the test where a launcher is not installed.</summary>
    public static void Require(string mpi) => Assert.SkipUnless(OperatingSystem.IsLinux() && Exists(Command(mpi)[0]), $"{Command(mpi)[0]} is not installed.");

    /// <summary>The processes of the ranks by their numbers, as far as they are there.</summary>
    public IReadOnlyDictionary<int, int> Processes()
    {
        var ranks = new Dictionary<int, int>();
        foreach (var path in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                if (IsOurs(path) && File.ReadAllText(path + "/environ").Split('\0').FirstOrDefault(IsRank) is { } rank)
                {
                    ranks[int.Parse(rank[(rank.IndexOf('=', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture)] = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's.
            }
        }

        return ranks;

        static bool IsRank(string variable) =>
            variable.StartsWith("OMPI_COMM_WORLD_RANK=", StringComparison.Ordinal) || variable.StartsWith("PMI_RANK=", StringComparison.Ordinal);
    }

    /// <summary>Sends a signal to one rank.</summary>
    public static void Signal(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{process}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    /// <summary>Waits for the end, but not longer than <paramref name="time"/>.</summary>
    public bool EndsWithin(TimeSpan time) => launcher.WaitForExit(time);

    /// <summary>Waits for the end, and says with which exit code it came.</summary>
    public int End()
    {
        Assert.True(EndsWithin(Patience), $"{command} did not end.");
        return launcher.ExitCode;
    }

    /// <summary>Waits for the end, which must be a good one.</summary>
    public void Done() => Assert.True(End() == 0, $"{command}: exit code {launcher.ExitCode}\n{Written}");

    public void Dispose()
    {
        if (!launcher.HasExited)
        {
            launcher.Kill(entireProcessTree: true);
        }

        launcher.Dispose();
    }

    private static string[] Command(string mpi) => mpi == "MPICH" ? ["mpirun.mpich"] : ["mpirun.openmpi", "--oversubscribe", "--bind-to", "none"];

    private static bool Exists(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private bool IsOurs(string path)
    {
        for (var parent = Parent(path); parent > 1; parent = Parent($"/proc/{parent}"))
        {
            if (parent == launcher.Id)
            {
                return true;
            }
        }

        return false;
    }

    // Behind the name, which may hold anything, come the state and the parent.
    private static int Parent(string path)
    {
        var status = File.ReadAllText(path + "/stat");
        return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
