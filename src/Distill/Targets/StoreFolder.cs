using Distill.Files;
using Distill.Runs;

namespace Distill.Targets;

/// <summary>The files of a store: which are there, and what the JSON among them says.</summary>
internal sealed class StoreFolder(string path)
{
    private const string IndexName = "index.json";
    private const string LabellingName = "labelling.json";
    private const string LockName = "labelling.lock";
    private static readonly Remedy Labelling = new("Labeller", "Label");
    private static readonly Remedy Vectors = new("Labeller", "StoreVectors");

    public string Path => path;

    public string IndexPath => System.IO.Path.Combine(path, IndexName);

    /// <summary>The plan of a labelling under way; gone when the index is there.</summary>
    public string LabellingPath => System.IO.Path.Combine(path, LabellingName);

    public string LockPath => System.IO.Path.Combine(path, LockName);

    public string ShardPath(StorePlan plan, int shard) => System.IO.Path.Combine(path, plan.ShardName(shard));

    /// <summary>How many files of the plan are there.</summary>
    public int ShardsDone(StorePlan plan) => Enumerable.Range(0, plan.ShardCount).Count(shard => File.Exists(ShardPath(plan, shard)));

    /// <summary>The index of a store that is whole.</summary>
    /// <exception cref="DistillException">There is no store, it is labelled in part, or its index is damaged.</exception>
    public StoreIndex ReadIndex()
    {
        if (!File.Exists(IndexPath))
        {
            throw new DistillException(MissingIndexMessage(), Labelling, Vectors);
        }

        var index = Read(IndexPath);
        bool listsThePlan = index.Shards.Count == index.Plan.ShardCount
            && index.Shards.Select((entry, i) => entry is not null
                && entry.File == index.Plan.ShardName(i)
                && entry.Rows == index.Plan.RowsIn(i)
                && entry.Sha256.Length == 64).All(fits => fits);
        return listsThePlan
            ? index
            : throw DistillException.Damaged(
                $"{IndexPath} is damaged: its list of files does not fit {index.Plan.Examples} examples, "
                + $"{index.Plan.RowsPerShard} in a file. Delete the folder and label again.");
    }

    /// <summary>The plan of a labelling under way and its version, or null.</summary>
    public StoreIndex? ReadLabelling() => File.Exists(LabellingPath) ? Read(LabellingPath) : null;

    /// <summary>Creates the folder if need be, and keeps other labellings out of it until disposed.</summary>
    /// <exception cref="DistillException">Another labelling is at work there, or the folder cannot be written.</exception>
    public FileClaim Lock()
    {
        OutputPath.RequireFolder(path);
        return FileClaim.Take(LockPath, path);
    }

    /// <summary>
    /// Makes the folder ready for writing the rest of <paramref name="plan"/>. Returns the index, whose list of files is
    /// empty when something is left to do; its version is that with which the labelling began.
    /// </summary>
    /// <exception cref="DistillException">The folder holds a store of another plan, or something else.</exception>
    public StoreIndex Prepare(StorePlan plan)
    {
        bool whole = File.Exists(IndexPath);
        var index = whole ? ReadIndex() : ReadLabelling();
        if (index is null)
        {
            ThrowUnlessEmpty();
            index = new StoreIndex(StoreIndex.FormatName, StoreIndex.VersionOf(plan), plan, []);
            RunJson.Write(LabellingPath, index);
        }
        else if (index.Plan.Fingerprint != plan.Fingerprint)
        {
            throw new DistillException(
                $"{path} {(whole ? "holds" : "was begun with")} other {plan.Noun} than these. "
                + string.Join(" ", plan.DifferencesFrom(index.Plan)) + " Name another folder, or delete this one.");
        }

        AtomicFile.RemoveLeftovers(path);
        if (whole)
        {
            File.Delete(LabellingPath);
        }

        return index;
    }

    /// <summary>Writes the index, last of all, which makes the store whole.</summary>
    /// <exception cref="DistillException">It cannot be written.</exception>
    public void WriteIndex(int version, StorePlan plan, IReadOnlyList<ShardEntry> shards)
    {
        RunJson.Write(IndexPath, new StoreIndex(StoreIndex.FormatName, version, plan, shards));
        File.Delete(LabellingPath);
        Remember(shards);
    }

    // Their checksums were just made of what they hold.
    private void Remember(IReadOnlyList<ShardEntry> shards)
    {
        if (StoreFiles.Remembered(path, shards) is { } known)
        {
            foreach (var shard in shards)
            {
                known.Add(CheckedFiles.Seen(System.IO.Path.Combine(path, shard.File), shard.Sha256));
            }

            known.Keep();
        }
    }

    private void ThrowUnlessEmpty()
    {
        string? other = Directory.EnumerateFileSystemEntries(path)
            .FirstOrDefault(entry => entry != LockPath && !StoreClaim.IsLock(entry) && !entry.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal));
        if (other is not null)
        {
            throw new DistillException(
                $"{path} holds other things, for example {System.IO.Path.GetFileName(other)}. Name an empty or a new folder.");
        }
    }

    private string MissingIndexMessage()
    {
        if (!Directory.Exists(path))
        {
            return $"There is no store at {path}: the folder does not exist. {Labelling} makes one of soft targets, and {Vectors} one of vectors.";
        }

        return ReadLabelling() is { Plan: var plan }
            ? $"{path} has {ShardsDone(plan)} of {plan.ShardCount} shards of {plan.Noun}: call {(plan.HasVectors ? Vectors : Labelling)} again with the same "
                + $"teacher, data and options, and it resumes from there{(plan.HasVectors ? "" : "; where parts are labelled, finish them")}."
            : $"{path} holds no store: {IndexName} is missing. Name a folder that {Labelling} or {Vectors} made.";
    }

    private static StoreIndex Read(string file)
    {
        // Read apart from the rest, so that a later version is named as such and not as damage.
        var header = RunJson.Read<VersionHeader>(file);
        if (header.Format != StoreIndex.FormatName)
        {
            throw new DistillException(
                $"{file} is no index of soft targets: its format is \"{header.Format}\" and not \"{StoreIndex.FormatName}\".");
        }

        if (header.Version is < StoreIndex.EarliestVersion or > StoreIndex.LatestVersion)
        {
            throw new DistillException(
                $"{file} has version {header.Version} of the soft-target format; this program reads versions "
                + $"{StoreIndex.EarliestVersion} to {StoreIndex.LatestVersion}. Label again, or use the program that wrote it.");
        }

        var index = RunJson.Read<StoreIndex>(file);
        string[] problems =
        [
            .. index.Plan.Problems(),
            .. index.Version < StoreIndex.VersionOf(index.Plan) && index.Plan.MemberMean is not null ? [$"version {index.Version} has no mean of members."] : Array.Empty<string>(),
        ];
        return problems.Length == 0
            ? index
            : throw DistillException.Damaged($"{file} is damaged: {string.Join(" ", problems)} Delete the folder and label again.");
    }

    private sealed record VersionHeader(string Format, int Version);
}
