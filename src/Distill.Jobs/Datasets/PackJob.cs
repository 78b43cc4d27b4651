using Distill.Data.Packed;
using Distill.Images;
using Distill.Runs;

namespace Distill.Jobs.Datasets;

/// <summary>Packs data into files that are read without decoding, and compares such files with their fingerprints.</summary>
internal static class PackJob
{
    /// <summary>Packs both parts, or goes on with it.</summary>
    /// <param name="data">A name of a set, or a path.</param>
    /// <param name="reading">Choices for files of one's own.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="perFile">Examples a file; null for about 64 MB of them.</param>
    /// <param name="context">Told of examples that are packed; its token stops between two files.</param>
    /// <exception cref="DistillException">Data or options are not right, or the folder holds something else.</exception>
    public static PackOutcome Run(string data, DataOptions reading, string folder, int? perFile, JobContext context)
    {
        OutputPath.RequireFolder(folder);
        if (perFile is < 1)
        {
            throw new DistillException($"{perFile} examples a file are none; expected 1 or more.");
        }

        var opened = DataSets.Read(data, reading, context);
        var index = PackedWriter.Write(folder, opened.Train.Examples.Source.Name.Split('/')[0], opened, perFile, context.Progress, context.CancellationToken);
        var packed = PackedData.Open(folder);
        return new PackOutcome(
            Path.GetFullPath(folder), index.Train.Shards.Count + (index.Test?.Shards.Count ?? 0), packed.Train.Examples.Count, packed.Test?.Examples.Count,
            packed.Train.Examples.Fingerprint);
    }

    /// <summary>Compares packed data with their fingerprints.</summary>
    /// <returns>How many examples there are.</returns>
    /// <exception cref="DistillException">The folder holds no packed data, or a file has other bytes; the message names it.</exception>
    public static long Verify(string folder, JobContext context) => PackedData.IsAt(folder)
        ? PackedData.Verify(folder, context.Progress, context.CancellationToken)
        : throw new DistillException($"{folder} holds no packed data; 'distill data pack' makes some.");
}
