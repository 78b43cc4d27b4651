using System.Globalization;
using System.Runtime.InteropServices;
using Distill.Files;
using Distill.Runs;

namespace Distill.Data.Packed;

/// <summary>
/// Packs data into files of equal size. The order is drawn once, so that each file is a sample of all: a training can then visit file after
/// file. Stopped at any moment and called again with the same data, it goes on after the last whole file.
/// </summary>
internal static class PackedWriter
{
    /// <summary>About how many bytes of examples go into a file where nobody chose.</summary>
    public const int DefaultBytes = 64 << 20;

    private const long Purpose = 0x7061636B;
    private const int Block = 4096;

    private const long MostBytes = 1 << 30;

    // Each file that is read stays mapped.
    private const int MostShards = 10_000;

    /// <summary>Packs.</summary>
    /// <param name="folder">Missing, empty, or with a part of the same.</param>
    /// <param name="name">What to call the data.</param>
    /// <param name="data">Both parts.</param>
    /// <param name="perShard">Examples a file; null for about <see cref="DefaultBytes"/>.</param>
    /// <param name="progress">How many examples are packed.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DistillException">The folder holds something else, or a file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PackedIndex Write(string folder, string name, OpenedData data, int? perShard, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var train = data.Train.Examples;
        var exampleBytes = (long)train.Shape.Size * train.ElementType.Bytes();
        var size = perShard ?? (int)Math.Clamp(DefaultBytes / Math.Max(1, exampleBytes), 1, 1 << 20);
        var bytes = size * exampleBytes;
        if (bytes > MostBytes)
        {
            throw new DistillException($"{size:N0} examples of {train.Shape} take {bytes:N0} bytes, and a file is made in memory of at most {MostBytes:N0}; put fewer examples into each.");
        }

        var all = (long)train.Count + (data.Test?.Examples.Count ?? 0);
        if (all / size >= MostShards)
        {
            throw new DistillException($"{all:N0} examples in files of {size:N0} are more than {MostShards:N0} files; put more examples into each.");
        }

        OutputPath.MakeFolder(folder);
        AtomicFile.RemoveLeftovers(folder);
        using var claim = FileClaim.Take(Path.Combine(folder, ".packing"), folder);
        var report = new Progress(progress, all);
        var index = new PackedIndex(
            PackedIndex.CurrentFormat, name, train.Shape, train.ElementType, train.ClassNames,
            Part(folder, "train", data.Train, size, report, cancellationToken),
            data.Test is { } test ? Part(folder, "test", test, size, report, cancellationToken) : null,
            train.FeatureNames);
        AtomicFile.WriteText(Path.Combine(folder, PackedIndex.FileName), StrictJson.Write(index) + "\n");
        return index;
    }

    private static PackedPart Part(string folder, string name, DataPart part, int size, Progress report, CancellationToken cancellationToken)
    {
        var view = part.Examples;
        var plan = Fingerprint.Of("pack 1", view.Fingerprint.Value, string.Create(CultureInfo.InvariantCulture, $"{size}")).Value;
        var order = new SeededRandom(Purpose, 1).Permutation(view.Count);
        var shards = new List<PackedShard>();
        for (var first = 0; first < order.Length; first += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = order.AsSpan(first, Math.Min(size, order.Length - first));
            var file = string.Create(CultureInfo.InvariantCulture, $"{name}-{shards.Count:00000}.safetensors");
            var path = Path.Combine(folder, file);
            var fingerprint = Kept(path, plan) ?? WriteShard(path, plan, view, rows);
            shards.Add(new PackedShard(file, rows.Length, new FileInfo(path).Length, fingerprint));
            report.Add(rows.Length);
        }

        return new PackedPart(part.RecognisedBy, shards);
    }

    // Files come into being whole, so one of the same plan is done.
    private static Fingerprint? Kept(string path, string plan)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = SafeTensorsFile.Open(path);
        return file.Metadata.TryGetValue("distill.pack", out var found) && found == plan && file.Metadata.TryGetValue("distill.fingerprint", out var fingerprint)
            ? new Fingerprint(fingerprint)
            : throw new DistillException($"{path} is of other data, or was packed otherwise. Name another folder.");
    }

    private static Fingerprint WriteShard(string path, string plan, ExampleView view, ReadOnlySpan<int> rows)
    {
        var bytes = view.Shape.Size * view.ElementType.Bytes();
        var (examples, labels) = (new byte[(long)rows.Length * bytes], new long[rows.Length]);
        for (var first = 0; first < rows.Length; first += Block)
        {
            var count = Math.Min(Block, rows.Length - first);
            using var batch = view.Read(rows.Slice(first, count));
            batch.Inputs.bytes.CopyTo(examples.AsSpan(first * bytes));
            MemoryMarshal.Cast<byte, long>(batch.Labels.bytes).CopyTo(labels.AsSpan(first));
        }

        var raw = MemoryMarshal.AsBytes(labels.AsSpan()).ToArray();
        var fingerprint = PackedShard.Of(examples, raw);
        SafeTensorsWriter.Write(
            path,
            [
                TensorPayload.Of(PackedShard.ExamplesName, view.ElementType == ElementType.Real ? TensorType.F32 : TensorType.U8, [rows.Length, view.Shape.Size], examples),
                TensorPayload.Of(PackedShard.LabelsName, TensorType.I64, [rows.Length], raw),
            ],
            new Dictionary<string, string> { ["distill.pack"] = plan, ["distill.fingerprint"] = fingerprint.Value });
        return fingerprint;
    }

    private sealed class Progress(IProgress<WorkProgress>? progress, long all)
    {
        private long done;

        public void Add(int examples)
        {
            done += examples;
            progress?.Report(new WorkProgress("packing", done, all, "examples"));
        }
    }
}
