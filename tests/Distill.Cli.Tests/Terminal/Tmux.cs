using System.Diagnostics;

namespace Distill.Cli.Tests.Terminal;

/// <summary>A terminal of a given width, in which a command runs.</summary>
internal sealed class Tmux : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder;
    private readonly string socket;

    /// <summary>Opens a terminal and starts a command of the shell in it.</summary>
    public Tmux(string folder, int width, string command)
    {
        this.folder = folder;
        socket = Path.Combine(folder, $"tmux-{width}");
        Call("-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", "50", "-c", folder, $"{command}; sleep 600");
    }

    /// <summary>Whether there is a program for it.</summary>
    public static bool IsHere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "tmux")));

    /// <summary>Waits until the terminal shows what is wanted.</summary>
    /// <returns>Its lines.</returns>
    public string[] Await(Func<string[], bool> wanted)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            var lines = Lines();
            if (wanted(lines))
            {
                return lines;
            }

            Assert.True(waited.Elapsed < Patience, $"The terminal shows:\n{string.Join('\n', lines)}");
            Thread.Sleep(50);
        }
    }

    public void Dispose() => Call("kill-server");

    private string[] Lines() => Call("capture-pane", "-p").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Call(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-S", socket, .. arguments]) { RedirectStandardOutput = true };
        DistillProcess.SetEnvironment(start);
        start.Environment[DistillProcess.CacheVariable] = DistillProcess.CacheOf(folder);
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
