using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Distill.Packages.Tests;

/// <summary>A web application that was built, on a port that is free.</summary>
internal sealed partial class WebServer : IDisposable
{
    private readonly Process process;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="assembly">Its assembly.</param>
    /// <param name="arguments">What follows on the command line.</param>
    public WebServer(string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, "--urls", "http://127.0.0.1:0", .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
        };
        process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var said = new StringBuilder();
        var address = new TaskCompletionSource<Uri>();
        process.OutputDataReceived += (_, line) =>
        {
            said.AppendLine(line.Data);
            if (Listening().Match(line.Data ?? "") is { Success: true } match)
            {
                address.TrySetResult(new Uri(match.Groups[1].Value));
            }
        };
        process.BeginOutputReadLine();
        if (!address.Task.Wait(TimeSpan.FromMinutes(2)))
        {
            Dispose();
            Assert.Fail($"{assembly} does not listen.\n{said}");
        }

        Address = address.Task.Result;
    }

    public Uri Address { get; }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    [GeneratedRegex(@"listening on: (http://\S+)")]
    private static partial Regex Listening();
}
