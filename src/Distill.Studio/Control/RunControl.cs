using System.Diagnostics;
using Distill.Runs;
using Distill.Studio.Listing;

namespace Distill.Studio.Control;

/// <summary>Stops and resumes the runs of a folder, by processes on this machine.</summary>
/// <param name="catalogue">The runs.</param>
/// <param name="program">The command line's program, with what comes before its verb; null where there is none.</param>
internal sealed class RunControl(RunCatalogue catalogue, IReadOnlyList<string>? program) : IDisposable
{
    private const int LongestReason = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim entry = new(1, 1);
    private readonly Dictionary<string, Process> resumed = new(StringComparer.Ordinal);
    private readonly Lazy<DirectoryInfo> logs = new(() => Directory.CreateTempSubdirectory("distill-studio-"));

    /// <summary>Asks the process that works on a run to stop; it writes a checkpoint first.</summary>
    /// <exception cref="DistillException">No process works on it, or none that can be reached from here.</exception>
    public void Stop(string name) => RunProcess.Stop(
        FileClaim.Owner(Lock(name)) is { } owner && FileClaim.IsHeld(Lock(name)) ? owner : throw new DistillException($"No process works on {name}."));

    /// <summary>The command that resumes a run, without its program; null for one that is done, or of a kind that only the command that began it takes up.</summary>
    /// <exception cref="DistillException">The run cannot be read.</exception>
    public IReadOnlyList<string>? Command(string name)
    {
        var path = catalogue.Folder(name);
        return RunDirectory.Open(path).ReadManifest() switch
        {
            { Status: RunStatus.Done } => null,
            { Kind: RunKind.Train } => ["train", "--resume", path],
            { Kind: RunKind.Recipe or RunKind.Quickstart } => ["run", "--resume", path],
            { Kind: RunKind.Sweep } => ["sweep", "--resume", path],
            { Kind: RunKind.Experiment, CommandLine: [_, "experiment", var experiment, ..] } => ["experiment", experiment, "--resume", path],
            _ => null,
        };
    }

    /// <summary>Whether this studio can resume runs itself.</summary>
    public bool CanResume => program is not null && RunProcess.IsSupported;

    /// <summary>Starts a process that resumes a run, and waits until it works on it.</summary>
    /// <exception cref="DistillException">A process works on it already, it cannot be resumed from here, or the process has ended at once.</exception>
    public async Task Resume(string name, CancellationToken cancellationToken)
    {
        await entry.WaitAsync(cancellationToken);
        try
        {
            var held = Lock(name);
            if (FileClaim.IsHeld(held) || (resumed.TryGetValue(name, out var before) && !before.HasExited))
            {
                throw new DistillException($"A process works on {name} already.");
            }

            if (!CanResume || Command(name) is not { } command)
            {
                throw new DistillException($"{name} cannot be resumed from here; it is done, or needs the command that began it.");
            }

            var log = Path.Combine(logs.Value.FullName, $"{resumed.Count}.log");
            before?.Dispose();
            var process = resumed[name] = RunProcess.Start([.. program!, .. command], log);
            for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !process.HasExited && !FileClaim.IsHeld(held);)
            {
                await Task.Delay(Look, cancellationToken);
            }

            if (process.HasExited && process.ExitCode != 0)
            {
                throw new DistillException($"{name} could not be resumed: {Reason(log)}");
            }
        }
        finally
        {
            entry.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in resumed.Values)
        {
            process.Dispose();
        }

        if (logs.IsValueCreated)
        {
            logs.Value.Delete(recursive: true);
        }

        entry.Dispose();
    }

    private string Lock(string name) => Path.Combine(catalogue.Folder(name), RunDirectory.LockName);

    private static string Reason(string log)
    {
        var text = File.Exists(log) ? AtomicFile.ReadText(log).Trim() : "";
        return text.Length <= LongestReason ? text : text[..LongestReason] + " …";
    }
}
