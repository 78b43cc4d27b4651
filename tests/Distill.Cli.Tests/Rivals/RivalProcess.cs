using System.Diagnostics;

namespace Distill.Cli.Tests.Rivals;

/// <summary>A <see cref="Rival"/> that runs, perhaps as the first process of a namespace of its own, as in a container.</summary>
internal sealed class RivalProcess : IDisposable
{
    private readonly Process process;

    public RivalProcess(string folder, bool contained)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Distill.Cli.Tests.dll"), Rival.Verb, folder];
        command = contained ? [.. Namespaces.OfProcesses, .. command] : command;
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start");
    }

    /// <summary>Asks without waiting.</summary>
    public void Ask(string what, string place)
    {
        process.StandardInput.WriteLine($"{what} {place}");
        process.StandardInput.Flush();
    }

    /// <summary>Waits for the answer.</summary>
    public string Answer() => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the rival ended");

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30)))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
