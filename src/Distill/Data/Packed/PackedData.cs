using Distill.Runs;

namespace Distill.Data.Packed;

/// <summary>Folders of packed data: opened without reading them, and compared with their fingerprints when that is asked for.</summary>
internal static class PackedData
{
    /// <summary>Whether a folder holds packed data.</summary>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, PackedIndex.FileName));

    /// <summary>Opens both parts. The lengths of the files are compared with the index, and not their bytes.</summary>
    /// <exception cref="DistillException">The index is damaged, or a file is missing or of another length.</exception>
    public static OpenedData Open(string folder)
    {
        var index = Read(folder);
        return new OpenedData(Part(index.Train, "train"), index.Test is { } test ? Part(test, "test") : null);

        DataPart Part(PackedPart part, string name) =>
            new(new ExampleView(new PackedSource(folder, index, part, $"{index.Name}/{name}")), $"{part.RecognisedBy}, packed");
    }

    /// <summary>Reads every file and compares it with its fingerprint.</summary>
    /// <returns>How many examples there are.</returns>
    /// <exception cref="DistillException">A file has other bytes than when it was packed; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static long Verify(string folder, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var index = Read(folder);
        var shards = index.Train.Shards.Concat(index.Test?.Shards ?? []).ToList();
        var (done, all) = (0L, shards.Sum(shard => (long)shard.Examples));
        foreach (var shard in shards)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var file = PackedSource.Open(folder, index, shard);
            if (PackedShard.Of(file.Bytes(PackedShard.ExamplesName), file.Bytes(PackedShard.LabelsName)) != shard.Fingerprint)
            {
                throw DistillException.Damaged($"{file.Path} has other bytes than when it was packed. Pack the data again.");
            }

            done += shard.Examples;
            progress?.Report(new WorkProgress("comparing with fingerprints", done, all, "examples"));
        }

        return all;
    }

    private static PackedIndex Read(string folder)
    {
        var path = Path.Combine(folder, PackedIndex.FileName);
        var index = StrictJson.ReadFile<PackedIndex>(path);
        ProblemList.ThrowIfAny(path, new ProblemList
        {
            { index.Format != PackedIndex.CurrentFormat, $"format is {index.Format}; this version reads {PackedIndex.CurrentFormat}" },
            { index.Shape.Size < 1, $"shape is {index.Shape}; expected numbers above 0" },
            { index.FeatureNames is { } names && names.Count != index.Shape.Size, $"there are {index.FeatureNames?.Count} featureNames for {index.Shape.Size} features" },
            new[] { index.Train, index.Test }.OfType<PackedPart>().SelectMany(part => part.Shards)
                .Where(shard => shard.Examples < 1 || Path.IsPathRooted(shard.File) || shard.File.Split('/', '\\').Contains(".."))
                .Select(shard => $"'{shard.File}' with {shard.Examples} examples is no file of this folder"),
        });
        return index;
    }
}
