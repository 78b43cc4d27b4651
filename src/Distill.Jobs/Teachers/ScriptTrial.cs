using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.TorchScript;

namespace Distill.Jobs.Teachers;

/// <summary>
/// Opens a TorchScript file in a process of its own before it is opened here: what libtorch cannot compile ends the
/// process, and code may run for ever. The user's process then says so instead of dying or hanging.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Examples">The shape of one example of the data.</param>
/// <param name="ClassNames">The classes of the data; null for the model's own.</param>
/// <param name="Options">What the file does not say.</param>
internal sealed record ScriptTrial(string Path, ExampleShape Examples, IReadOnlyList<string>? ClassNames, ForeignTeacherOptions Options)
{
    /// <summary>The verb by which the command line starts itself for a trial.</summary>
    public const string Verb = "try-torchscript";

    private const string Program = "distill";
    private const string LimitVariable = "DISTILL_TRIAL_SECONDS";
    private const int BadInput = 2;
    // Of a process that was killed: by itself below, or by a system without memory.
    private static readonly int[] Killed = [128 + 9, -1];
    private const int MostTold = 600;

    /// <summary>How long a trial may take: DISTILL_TRIAL_SECONDS of the environment, or two minutes.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable(LimitVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? seconds
            : 120);

    /// <summary>Tries the file in a new process of the command line. Elsewhere, such as in a program that uses the library, it does nothing.</summary>
    /// <exception cref="DistillException">The file cannot be opened; the message says what came of it.</exception>
    public void Run()
    {
        if (Assembly.GetEntryAssembly()?.GetName().Name != Program || Environment.ProcessPath is not { } process)
        {
            return;
        }

        var start = new ProcessStartInfo(process) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (System.IO.Path.GetFileNameWithoutExtension(process) != Program)
        {
            start.ArgumentList.Add(System.IO.Path.Combine(AppContext.BaseDirectory, Program + ".dll"));
        }

        start.ArgumentList.Add(Verb);
        try
        {
            using var trial = Process.Start(start)!;
            var (told, errors) = (trial.StandardOutput.ReadToEndAsync(), trial.StandardError.ReadToEndAsync());
            trial.StandardInput.Write(StrictJson.Write(this));
            trial.StandardInput.Close();
            if (!trial.WaitForExit(Limit + Limit))
            {
                trial.Kill(entireProcessTree: true);
                trial.WaitForExit();
            }

            Judge(trial.ExitCode, told.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception error)
        {
            throw new DistillException($"{Path} could not be tried, because {process} did not start: {error.Message}", error);
        }
    }

    /// <summary>What the process of a trial does: opens the file, and kills itself when its time is up.</summary>
    /// <exception cref="DistillException">The file is not right.</exception>
    public static void Open(TextReader request)
    {
        ArgumentNullException.ThrowIfNull(request);
        // libtorch cannot be interrupted, and an orderly end would wait for it or take apart what it is using.
        using var clock = new Timer(_ => Process.GetCurrentProcess().Kill(), null, Limit, Timeout.InfiniteTimeSpan);
        var trial = StrictJson.Read<ScriptTrial>(request.ReadToEnd(), "the trial");
        TorchScriptTeacher.Open(trial.Path, trial.Examples, trial.ClassNames, trial.Options).Dispose();
    }

    private void Judge(int exitCode, string told, string errors)
    {
        if (exitCode == BadInput)
        {
            throw new DistillException(told.Trim());
        }

        if (exitCode != 0)
        {
            throw new DistillException(Killed.Contains(exitCode)
                ? $"{Path} did not answer a trial on a few examples within {Limit.TotalSeconds} s, or took all memory. Is it a model for such examples? {LimitVariable} allows more time."
                : $"{Path} cannot be used: libtorch ended its process on it (exit code {exitCode}). {Cause(errors)}Export it again with the version of PyTorch that made it, or to ONNX.");
        }
    }

    // What the C++ runtime prints of an exception that nobody caught.
    private static string Cause(string errors)
    {
        var at = errors.IndexOf("what():", StringComparison.Ordinal);
        var cause = at < 0 ? "" : string.Join(' ', errors[(at + "what():".Length)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return cause.Length == 0 ? "" : $"It says: {(cause.Length <= MostTold ? cause : cause[..MostTold] + "…")} ";
    }
}
