using System.Diagnostics;

namespace Distill.Cli.Tests;

/// <summary>The command line as a user starts it: a process with its own exit code, stdout and stderr.</summary>
internal sealed record DistillProcess(int ExitCode, string Output, string Error)
{
    public const string CacheVariable = "DISTILL_CACHE";

    /// <summary>
    /// What the tool's own build leaves: compiled ahead of time, where the copy beside the tests would compile itself
    /// anew in each of hundreds of processes.
    /// </summary>
    public static string Program { get; } = Path.Combine(
        Checkout.Root, "artifacts", "bin", "Distill.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "distill.dll");

    /// <summary>Runs to the end; a process that takes longer than ten minutes is killed and fails the test.</summary>
    public static DistillProcess Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <summary>The same with variables of the environment set, or removed where they are null.</summary>
    public static DistillProcess Run(string folder, IEnumerable<(string Name, string? Value)> environment, string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"distill {string.Join(' ', arguments)} did not end.");
        }

        return new DistillProcess(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts and leaves the rest to the caller.</summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, [], arguments);

    /// <summary>What every process of the tests is started with.</summary>
    public static void SetEnvironment(ProcessStartInfo start)
    {
        // The machine's own data must not decide what a test sees.
        start.Environment.Remove("DISTILL_DATA");
        // A profile that would speed up a long training costs a short one.
        start.Environment["DOTNET_TieredPGO"] = "0";
    }

    /// <summary>The cache of what works in a folder.</summary>
    public static string CacheOf(string folder) => Path.Combine(folder, "cache");

    private static Process Start(string folder, IEnumerable<(string Name, string? Value)> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            ArgumentList = { Program },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        SetEnvironment(start);
        start.Environment[CacheVariable] = CacheOf(folder);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        process.StandardInput.Close();
        return process;
    }
}
