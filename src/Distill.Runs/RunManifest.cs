using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distill.Runs;

/// <summary>What run.json holds: everything needed to say how a run was made, and to make it again.</summary>
/// <param name="Kind">What the run does.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Configuration">The full configuration, with every default filled in.</param>
/// <param name="Seeds">The seeds, in the order of use.</param>
/// <param name="Data">Fingerprints of the data by their use, for example "train", "heldOut", "test".</param>
/// <param name="CommandLine">The command and its arguments as the user could type them again.</param>
/// <param name="Versions">The software.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Started">When the run started first; a resumed run keeps it.</param>
/// <param name="Finished">When it ended, in whatever way; null while it runs.</param>
/// <param name="Message">Why it failed; null otherwise.</param>
/// <param name="Commit">The commit that Distill.NET was built from; null where unknown.</param>
/// <param name="Results">The results in the shape that <c>--json</c> prints; null before the end.</param>
internal sealed record RunManifest(
    RunKind Kind,
    RunStatus Status,
    JsonElement Configuration,
    IReadOnlyList<long> Seeds,
    IReadOnlyDictionary<string, Fingerprint> Data,
    IReadOnlyList<string> CommandLine,
    RunVersions Versions,
    MachineInfo Machine,
    DateTimeOffset Started,
    DateTimeOffset? Finished = null,
    string? Message = null,
    string? Commit = null,
    JsonElement? Results = null)
{
    /// <summary>How the layers of the student are computed on this machine; null for a run that trains none, and before it is known.</summary>
    public LayerArithmetic? Arithmetic { get; init; }

    /// <summary>What may not be meant so, a sentence each, for example that a teacher's soft targets say nothing; null for none.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>The version of the format of run.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of this manifest.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>
    /// What a run that is part of a larger one is taken up by: all that decides what it gives. Null where a run is resumed by its
    /// configuration alone, and in members that an earlier version finished.
    /// </summary>
    [JsonInclude]
    internal WorkIdentity? Identity { get; init; }

    /// <summary>
    /// The working folder in which the run was made, from which relative paths in <see cref="Configuration"/> start. Null in runs
    /// of earlier versions.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>What became of the run, in a sentence without a full stop.</summary>
    [JsonIgnore]
    internal string StatusText => Status switch
    {
        RunStatus.Done => "Finished",
        RunStatus.Interrupted => "Interrupted; it can be resumed",
        RunStatus.Failed => $"Failed: {Message ?? "no reason was recorded"}",
        _ => "Not finished: still running, or killed",
    };

    /// <summary>The manifest of a run that starts now on this machine, from the current folder.</summary>
    public static RunManifest Start(
        RunKind kind,
        JsonElement configuration,
        IReadOnlyList<long> seeds,
        IReadOnlyDictionary<string, Fingerprint> data,
        IReadOnlyList<string> commandLine,
        RunVersions versions) =>
        new(
            kind, RunStatus.Running, configuration, seeds, data, commandLine, versions,
            MachineInfo.Current(), DateTimeOffset.UtcNow, Commit: RunVersions.Commit)
        {
            Folder = Environment.CurrentDirectory,
        };

    /// <summary>The same run, done now.</summary>
    public RunManifest Done(JsonElement? results) =>
        this with { Status = RunStatus.Done, Finished = DateTimeOffset.UtcNow, Message = null, Results = results };

    /// <summary>The same run, stopped by the user now.</summary>
    public RunManifest Interrupted() =>
        this with { Status = RunStatus.Interrupted, Finished = DateTimeOffset.UtcNow, Message = null };

    /// <summary>The same run, ended now by the error that <paramref name="message"/> tells.</summary>
    /// <param name="message">Why; the frames that libtorch adds are left out.</param>
    public RunManifest Failed(string message) =>
        this with { Status = RunStatus.Failed, Finished = DateTimeOffset.UtcNow, Message = ErrorSentence.WithoutFrames(message) };

    /// <summary>The same run, under way again.</summary>
    public RunManifest Resumed() => this with { Status = RunStatus.Running, Finished = null, Message = null };
}
