using Distill.Jobs.Specialists;
using Distill.Runs;
using Distill.Specialists;
using Distill.Targets;

namespace Distill.Jobs.Clusters.Status;

/// <summary>How far the work of a folder is, read from its files alone: no scheduler is asked, and nothing is written.</summary>
internal static class ClusterStatus
{
    /// <summary>Looks at the stages of a folder that 'distill cluster script' wrote, or at a single run, store or folder of counts.</summary>
    /// <exception cref="DistillException">The folder is none of these, or a file is damaged.</exception>
    public static IReadOnlyList<StageStatus> Of(string folder)
    {
        if (ClusterFile.Read(folder) is { } file)
        {
            return [.. file.Stages.Select(stage => Of(stage.Name, stage.Elements, Path.Combine(folder, stage.Output)))];
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (RunDirectory.IsRun(folder))
        {
            return RunDirectory.Open(folder).ReadManifest().Kind switch
            {
                RunKind.Specialists => [Of("assign", null, folder), Of("specialists", null, folder), Of("evaluate", null, folder)],
                RunKind.Sweep => [Of("sweep", null, folder), Of("sweep-finish", null, folder)],
                _ => [OfRun(name, folder)],
            };
        }

        var store = new StoreFolder(folder);
        return File.Exists(store.IndexPath) || File.Exists(store.LabellingPath) ? [Of("label", null, folder), Of("label-finish", null, folder)]
            : new CovarianceParts(folder).Files().Count > 0 ? [Of("count", null, folder)]
            : throw new DistillException($"{folder} holds no work whose state could be read: expected a folder of 'distill cluster script', a run, a store or counts.");
    }

    private static StageStatus Of(string stage, int? elements, string path) => stage switch
    {
        "count" => OfCounts(stage, elements, path),
        "assign" => OfFile(stage, path, run => run.AssignmentPath, OfRun(stage, path)),
        "specialists" => OfSpecialists(stage, elements, path),
        "evaluate" => OfFile(stage, path, run => run.CombinationPath, null),
        "label" => OfLabelling(stage, path),
        "label-finish" => OfFinish(stage, path),
        "sweep" => OfSweep(stage, elements, path),
        "teachers" => OfMembers(stage, elements, path, name => name.StartsWith("teacher-seed-", StringComparison.Ordinal)),
        "teacher-specialists" => OfSpecialists(stage, elements, Path.Combine(path, "specialists")),
        "choice" => OfMembers(stage, elements, path, name => name.StartsWith("choice-", StringComparison.Ordinal)),
        "students" => OfMembers(
            stage, elements, path,
            name => !name.StartsWith("teacher-seed-", StringComparison.Ordinal) && !name.StartsWith("choice-", StringComparison.Ordinal)),
        "comparison" => OfFile(stage, path, run => run.ComparisonPath, null),
        "sweep-finish" => OfFile(stage, path, run => run.SweepPath, null),
        _ => OfRun(stage, path),
    };

    private static StageStatus OfRun(string stage, string path)
    {
        if (!RunDirectory.IsRun(path))
        {
            return Status(stage, 0, 1, "runs", []);
        }

        var run = RunDirectory.Open(path);
        var manifest = run.ReadManifest();
        var workers = Workers([run.PathOf(RunDirectory.LockName)]);
        var state = manifest.Status switch
        {
            RunStatus.Done => StageState.Done,
            RunStatus.Failed when workers.Count == 0 => StageState.Failed,
            _ => StageState.Begun,
        };
        return new StageStatus(stage, state, state == StageState.Done ? 1 : 0, 1, "runs", workers, state == StageState.Failed ? manifest.Message : null);
    }

    private static StageStatus OfFile(string stage, string path, Func<RunDirectory, string> file, StageStatus? run) =>
        RunDirectory.IsRun(path) && File.Exists(file(RunDirectory.Open(path))) ? Status(stage, 1, 1, "runs", [])
        : run is null ? Status(stage, 0, 1, "runs", [])
        : run with { State = run.State == StageState.Done ? StageState.Begun : run.State, Done = 0 };

    private static StageStatus OfCounts(string stage, int? elements, string path)
    {
        var files = new CovarianceParts(path).Files();
        var total = elements ?? files.Keys.Select(part => part.Count).DefaultIfEmpty().Max();
        return Status(stage, files.Keys.Count(part => part.Count == total), total, "parts", Workers(Locks(path)));
    }

    private static StageStatus OfSpecialists(string stage, int? elements, string path)
    {
        if (!RunDirectory.IsRun(path) || !File.Exists(RunDirectory.Open(path).AssignmentPath))
        {
            return Status(stage, 0, elements, "specialists", []);
        }

        var specialists = SpecialistsRun.Open(path);
        int[] all = [.. Enumerable.Range(0, specialists.Sets.Count)];
        return Status(stage, all.Count(specialists.IsTrained), all.Length, "specialists", Workers(all.Select(specialists.ClaimPath)));
    }

    private static StageStatus OfLabelling(string stage, string path)
    {
        var folder = new StoreFolder(path);
        return File.Exists(folder.IndexPath) && folder.ReadIndex().Plan is { } whole ? Status(stage, whole.ShardCount, whole.ShardCount, "files", [])
            : folder.ReadLabelling()?.Plan is { } plan ? Status(stage, folder.ShardsDone(plan), plan.ShardCount, "files", [.. StoreClaim.Workers(folder).Select(owner => $"{owner}")])
            : Status(stage, 0, null, "files", []);
    }

    private static StageStatus OfFinish(string stage, string path) => Status(stage, File.Exists(new StoreFolder(path).IndexPath) ? 1 : 0, 1, "stores", []);

    private static StageStatus OfSweep(string stage, int? elements, string path)
    {
        var networks = Path.Combine(path, "networks");
        string[] folders = Directory.Exists(networks) ? Directory.GetDirectories(networks) : [];
        return Status(
            stage, folders.Count(folder => File.Exists(Path.Combine(folder, "scores.json"))), elements ?? folders.Length, "architectures",
            Workers(Directory.Exists(networks) ? Directory.EnumerateFiles(networks, "*.claim") : []));
    }

    private static StageStatus OfMembers(string stage, int? elements, string path, Func<string, bool> isOf)
    {
        RunDirectory[] members = RunDirectory.IsRun(path) ? [.. RunDirectory.Open(path).Members().Where(member => isOf(member.Name))] : [];
        return Status(
            stage, members.Count(member => member.ReadManifest().Status == RunStatus.Done), elements, "trainings",
            Workers(members.Select(member => member.PathOf(RunDirectory.LockName))));
    }

    private static StageStatus Status(string stage, int done, int? total, string pieces, IReadOnlyList<string> workers) => new(
        stage,
        done > 0 && done == total ? StageState.Done : done > 0 || workers.Count > 0 ? StageState.Begun : StageState.Waiting,
        done, total, pieces, workers, null);

    private static IEnumerable<string> Locks(string path) => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.lock") : [];

    // The file of a killed process names one that is no longer there.
    private static IReadOnlyList<string> Workers(IEnumerable<string> claims) =>
        [.. claims.Where(FileClaim.IsHeld).Select(FileClaim.Owner).OfType<ClaimOwner>().Select(owner => $"{owner}").Order(StringComparer.Ordinal)];
}
