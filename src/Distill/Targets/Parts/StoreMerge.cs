using Distill.Runs;

namespace Distill.Targets;

/// <summary>Makes one store of the files that parts of a labelling left: the index, which lists and checks them all.</summary>
internal static class StoreMerge
{
    /// <summary>Checks that every file of the plan is there, whole and of that plan, and no other, and writes the index. A store that has one stays as it is.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="progress">Told of files that were read.</param>
    /// <param name="cancellationToken">Looked at between two files.</param>
    /// <exception cref="DistillException">
    /// Nothing was labelled there, or a file is missing, damaged, of another labelling, or twice there; the message names it. Or
    /// a process labels all of the store.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static void Finish(string path, IProgress<WorkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var folder = new StoreFolder(path);
        if (!Directory.Exists(path))
        {
            throw new DistillException($"There is no folder {path}; expected a store of which parts are labelled.");
        }

        using var claim = StoreClaim.TakeBriefly(folder, cancellationToken);
        if (!File.Exists(folder.IndexPath))
        {
            var begun = folder.ReadLabelling()
                ?? throw new DistillException($"{path} holds no labelling that was begun; expected a store of which parts are labelled.");
            RequireOwnFilesAlone(folder, begun.Plan);
            RequireAll(folder, begun.Plan);
            folder.WriteIndex(begun.Version, begun.Plan, Describe(folder, begun, progress, cancellationToken));
        }

        AtomicFile.RemoveLeftovers(path);
        StoreClaim.RemoveAbandoned(folder);
    }

    private static List<ShardEntry> Describe(
        StoreFolder folder, StoreIndex begun, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var paced = new PacedProgress(progress);
        var entries = new List<ShardEntry>();
        while (entries.Count < begun.Plan.ShardCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries.Add(ShardFile.Describe(folder, begun.Plan, begun.Version, entries.Count));
            paced.Report(new WorkProgress("checking soft targets", entries.Count, begun.Plan.ShardCount, "files"));
        }

        return entries;
    }

    // A file of another number of shards, or a copy under another name: which of two is right cannot be known here.
    private static void RequireOwnFilesAlone(StoreFolder folder, StorePlan plan)
    {
        var own = Enumerable.Range(0, plan.ShardCount).Select(plan.ShardName).ToHashSet(StringComparer.Ordinal);
        string[] foreign =
        [
            .. Directory.EnumerateFiles(folder.Path, "*.safetensors").Select(file => Path.GetFileName(file)!).Where(name => !own.Contains(name)).Order(StringComparer.Ordinal),
        ];
        if (foreign.Length > 0)
        {
            throw new DistillException(
                $"{folder.Path} holds files that are not of its labelling, whose files are named as {plan.ShardName(0)}: {NameList.Of(foreign)}. Remove them, and finish again.");
        }
    }

    private static void RequireAll(StoreFolder folder, StorePlan plan)
    {
        string[] missing = [.. Enumerable.Range(0, plan.ShardCount).Where(shard => !File.Exists(folder.ShardPath(plan, shard))).Select(plan.ShardName)];
        if (missing.Length > 0)
        {
            var workers = StoreClaim.Workers(folder).Where(owner => owner.Process != Environment.ProcessId).Select(owner => $"{owner}").ToList();
            throw new DistillException(
                $"{missing.Length} of {plan.ShardCount} files of {folder.Path} are missing: {NameList.Of(missing)}. Label the parts that they belong to again, with the same command"
                + (workers.Count > 0 ? $"; at work are {NameList.Of(workers)}." : "."));
        }
    }
}
