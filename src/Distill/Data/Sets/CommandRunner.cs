using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Distill.Data.Sets;

/// <summary>Runs programs as child processes, silently.</summary>
internal sealed class CommandRunner : ICommandRunner
{
    private const int MostOutput = 1 << 16;

    public CommandResult Run(
        string program, IReadOnlyList<string> arguments, string workingFolder, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = Quiet(program, arguments, workingFolder) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            return new(-1, $"{program} does not run here: {error.Message}");
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            process.WaitForExitAsync(timer.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            cancellationToken.ThrowIfCancellationRequested();
            return new(-1, $"{program} did not finish within {limit.TotalSeconds:0} s");
        }

        lock (output)
        {
            return new(process.ExitCode, output.ToString().Trim());
        }
    }

    private static ProcessStartInfo Quiet(string program, IReadOnlyList<string> arguments, string workingFolder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        return start;
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            if (line is not null && output.Length < MostOutput)
            {
                output.AppendLine(line);
            }
        }
    }
}
