using System.Globalization;
using System.Text.Json;

namespace Distill.Runs;

/// <summary>
/// A folder that holds one run. It is a run if and only if it holds run.json, which is written first; docs/runs.md
/// lists the other files.
/// </summary>
public sealed class RunDirectory
{
    private const string ManifestName = "run.json";
    private const string MembersName = "members";
    private const string NetworksName = "networks";
    private const string MeasuresName = "measures";
    internal const string LockName = "run.lock";

    private RunDirectory(string path) => Path = path;

    /// <summary>The folder, as an absolute path.</summary>
    public string Path { get; }

    /// <summary>The folder's own name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>run.json: how the run was made, and its status.</summary>
    public string ManifestPath => File(ManifestName);

    /// <summary>metrics.jsonl: one record a line.</summary>
    public string MetricsPath => File("metrics.jsonl");

    /// <summary>checkpoints/: what a killed run resumes from.</summary>
    public string CheckpointsPath => File("checkpoints");

    /// <summary>model.safetensors: the student after the last step.</summary>
    public string ModelPath => File("model.safetensors");

    /// <summary>model-best.safetensors: the student at its best held-out evaluation.</summary>
    public string BestModelPath => File("model-best.safetensors");

    /// <summary>peer-1.safetensors and so on: students that were trained beside the student, after the last step.</summary>
    /// <param name="number">From 1.</param>
    internal string PeerPath(int number) => File(FormattableString.Invariant($"peer-{number}.safetensors"));

    /// <summary>evaluation.json: the student on the test set.</summary>
    public string EvaluationPath => File("evaluation.json");

    /// <summary>comparison.json: what a recipe compared.</summary>
    public string ComparisonPath => File("comparison.json");

    /// <summary>sweep.json: what a sweep tried.</summary>
    public string SweepPath => File("sweep.json");

    /// <summary>students/: models of the settings that a sweep chose.</summary>
    public string StudentsPath => File("students");

    /// <summary>document.json: what an experiment or a sweep found, as people read it.</summary>
    public string DocumentPath => File("document.json");

    /// <summary>assignment.json: the classes of each specialist, and why.</summary>
    public string AssignmentPath => File("assignment.json");

    /// <summary>generalist.safetensors: what specialists start from, where it is a model of this toolkit.</summary>
    public string GeneralistPath => File("generalist.safetensors");

    /// <summary>combination.json: the generalist against its specialists on the test set.</summary>
    public string CombinationPath => File("combination.json");

    /// <summary>specialists/: the run of the specialists that are a recipe's teacher.</summary>
    public string SpecialistsPath => File("specialists");

    /// <summary>report.html, made from this folder alone.</summary>
    public string ReportPath => File("report.html");

    /// <summary>tensorboard/: event files, where they were asked for.</summary>
    public string TensorBoardPath => File("tensorboard");

    /// <summary>
    /// Makes a new run under <paramref name="root"/>, named by the time and <paramref name="name"/>, for example
    /// "2026-03-01-141502-quickstart"; a number follows where that is taken.
    /// </summary>
    /// <exception cref="DistillException">The folder cannot be made.</exception>
    internal static RunDirectory Create(string root, string name, RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var stamp = manifest.Started.ToLocalTime().ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture);
        var readable = $"{stamp}-{Plain(name)}";
        for (var attempt = 1; ; attempt++)
        {
            var path = System.IO.Path.Combine(root, attempt == 1 ? readable : $"{readable}-{attempt}");
            if (TryMake(path, manifest, overFailed: false) is { } run)
            {
                return run;
            }
        }
    }

    /// <summary>
    /// Makes a new run at exactly <paramref name="path"/>, which must be missing or an empty folder. What a process left that was
    /// killed before it had written run.json counts as nothing, and so does a run that failed or was interrupted before it had
    /// made anything.
    /// </summary>
    /// <exception cref="DistillException">Something is there already, or the folder cannot be made.</exception>
    internal static RunDirectory CreateAt(string path, RunManifest manifest) => TryMake(path, manifest, overFailed: true) ?? throw new DistillException(
        $"{path} exists and is not empty; a new run needs a folder of its own. Choose another, or resume the run that is there.");

    /// <summary>Opens the run at <paramref name="path"/>.</summary>
    /// <exception cref="DistillException">There is no such folder, or it holds no run.json.</exception>
    public static RunDirectory Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new DistillException(
                $"There is no folder {path}; expected the folder of a run, such as runs/2026-03-01-141502-train.");
        }

        if (!IsRun(path))
        {
            throw new DistillException(
                $"{path} is not a run: it holds no {ManifestName}. Give the folder that a training or recipe printed.");
        }

        return new RunDirectory(FullPath(path));
    }

    /// <summary>Whether <paramref name="path"/> is a folder that holds run.json.</summary>
    public static bool IsRun(string path) =>
        new FileInfo(System.IO.Path.Combine(path, ManifestName)) is { Exists: true, Length: > 0 };

    /// <summary>Makes the member run of one row and seed: members/&lt;row&gt;-seed-&lt;seed&gt;/.</summary>
    /// <exception cref="DistillException">That member exists, or the folder cannot be made.</exception>
    internal RunDirectory CreateMember(string row, long seed, RunManifest manifest) =>
        CreateAt(MemberPath(row, seed), manifest);

    /// <summary>Where the member run of one row and seed lives, whether or not it exists.</summary>
    public string MemberPath(string row, long seed) =>
        System.IO.Path.Combine(Path, MembersName, string.Create(CultureInfo.InvariantCulture, $"{Plain(row)}-seed-{seed}"));

    /// <summary>
    /// The file by which a process claims the member run of one row and seed: beside its folder, which must be empty when the
    /// member is made.
    /// </summary>
    public string MemberClaimPath(string row, long seed) => MemberPath(row, seed) + ".claim";

    /// <summary>Where a sweep keeps checkpoints and scores of one architecture, whether or not there are any: networks/&lt;id&gt;/.</summary>
    public string NetworkPath(string id) => System.IO.Path.Combine(Path, NetworksName, Plain(id));

    /// <summary>Where an experiment with speech keeps how a model did on each test utterance, whether or not it does: measures/&lt;name&gt;.json.</summary>
    public string MeasurePath(string name) => System.IO.Path.Combine(Path, MeasuresName, Plain(name) + ".json");

    /// <summary>The member runs, by name.</summary>
    public IReadOnlyList<RunDirectory> Members()
    {
        var folder = File(MembersName);
        var names = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(IsRun) : [];
        return [.. names.Order(StringComparer.Ordinal).Select(path => new RunDirectory(path))];
    }

    /// <summary>Reads run.json.</summary>
    /// <exception cref="DistillException">The file is damaged or of a newer format.</exception>
    internal RunManifest ReadManifest()
    {
        var manifest = RunJson.Read<RunManifest>(ManifestPath);
        if (manifest.Format != RunManifest.CurrentFormat)
        {
            throw new DistillException(
                $"{ManifestPath} has format {manifest.Format}, but this version reads {RunManifest.CurrentFormat}; "
                + "use the version that wrote it.");
        }

        if (manifest.CommandLine.Any(part => part is null))
        {
            throw DistillException.Damaged($"{ManifestPath} holds null in commandLine; expected texts. The file is damaged.");
        }

        RequireText(manifest.Configuration);
        if (manifest.Results is { } results)
        {
            RequireText(results);
        }

        return manifest;
    }

    /// <summary>
    /// Takes the run for this process until the claim is disposed: only one works on a run at a time. Reading needs no claim.
    /// Members are runs of their own, with claims of their own.
    /// </summary>
    /// <exception cref="DistillException">Another process works on it, which the message names; or the folder cannot be written.</exception>
    internal FileClaim Claim() => FileClaim.Take(File(LockName), Path);

    /// <summary>The same, and waits a while for another process: where several write a file of the run in turn.</summary>
    internal FileClaim ClaimWithin(CancellationToken cancellationToken) => FileClaim.TakeWithin(File(LockName), Path, cancellationToken);

    /// <summary>Removes what killed processes left half-written in this run, members apart. What a living process writes stays.</summary>
    /// <exception cref="DistillException">A file cannot be removed.</exception>
    public void RemoveLeftovers()
    {
        foreach (var folder in new[] { Path, CheckpointsPath, StudentsPath, File(MeasuresName) }.Where(Directory.Exists))
        {
            AtomicFile.RemoveLeftovers(folder);
        }
    }

    /// <summary>Replaces run.json; a reader sees the old content or the new.</summary>
    /// <exception cref="DistillException">The file cannot be written.</exception>
    internal void WriteManifest(RunManifest manifest) => RunJson.Write(ManifestPath, manifest);

    /// <summary>Writes into run.json what is known before the first step. Of the students of one run, an arithmetic with a cure stays.</summary>
    /// <param name="arithmetic">How the layers of a student are computed.</param>
    /// <param name="warnings">What may not be meant so, a sentence each; those that are not there yet are added.</param>
    /// <exception cref="DistillException">The file cannot be read or written.</exception>
    internal void Record(LayerArithmetic arithmetic, IReadOnlyList<string> warnings)
    {
        var manifest = ReadManifest();
        string[] all = [.. (manifest.Warnings ?? []).Union(warnings)];
        WriteManifest(manifest with { Arithmetic = manifest.Arithmetic?.Cure is null ? arithmetic : manifest.Arithmetic, Warnings = all.Length > 0 ? all : null });
    }

    /// <summary>The run's folder.</summary>
    public override string ToString() => Path;

    // A JSON element takes half a surrogate pair, and throws only where its text is asked for: far from here.
    private void RequireText(JsonElement element)
    {
        try
        {
            JsonSerializer.SerializeToUtf8Bytes(element, RunJson.Options);
        }
        catch (JsonException error)
        {
            throw DistillException.Damaged($"{ManifestPath} holds text that is not valid Unicode; the file is damaged.", error);
        }
    }

    private static RunDirectory? TryMake(string path, RunManifest manifest, bool overFailed)
    {
        var run = new RunDirectory(FullPath(path));
        if (!IsFree())
        {
            return null;
        }

        OutputPath.MakeFolder(run.Path);
        // Of several processes that saw the folder free, the one that has the claim makes the run.
        using var claim = FileClaim.TryTake(run.File(LockName));
        if (claim is null || !IsFree())
        {
            return null;
        }

        Array.ForEach([.. run.Entries().Where(entry => System.IO.Path.GetFileName(entry) != LockName)], System.IO.File.Delete);
        run.WriteManifest(manifest);
        UnixFile.SyncFolder(AtomicFile.FolderOf(run.Path));
        return run;

        bool IsFree() => run.IsUnborn || (overFailed && run.HasFailedAtOnce);
    }

    // A folder is free for a new run where it is missing or empty, or holds no more than a process leaves that is killed before
    // it has written run.json.
    private bool IsUnborn => !System.IO.File.Exists(Path) && !IsRun(Path) && HoldsNothingMade;

    // There is nothing to resume, and whoever worked on it has let go.
    private bool HasFailedAtOnce => IsRun(Path) && HoldsNothingMade && Status() is RunStatus.Failed or RunStatus.Interrupted;

    private bool HoldsNothingMade => Entries().All(entry =>
        System.IO.File.Exists(entry) && System.IO.Path.GetFileName(entry) is var name
        && (name is ManifestName or LockName
            || (name.StartsWith(ManifestName, StringComparison.Ordinal) && name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal))));

    private RunStatus? Status()
    {
        try
        {
            return ReadManifest().Status;
        }
        catch (DistillException)
        {
            // Damaged, or of a newer version: not ours to replace.
            return null;
        }
    }

    private string[] Entries() => Directory.Exists(Path) ? Directory.GetFileSystemEntries(Path) : [];

    private static string Plain(string name)
    {
        var kept = name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-');
        return string.Concat(kept).Trim('-', '.') is { Length: > 0 } plain ? plain : "run";
    }

    private static string FullPath(string path) => System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>Where a file or folder of the run is that what made the run names itself.</summary>
    public string PathOf(string name) => File(name);

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
