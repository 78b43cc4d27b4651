using System.Diagnostics;
using Distill.Targets;

namespace Distill.Benchmarks.Targets;

/// <summary>Times random batches from a store beside plain copies of as many bytes, interleaved.</summary>
internal sealed class GatherMeasurement : IDisposable
{
    private const int Batch = 512;
    private const int BatchesPerRound = 100;
    private const int Rounds = 15;

    private readonly SoftTargetStore store;
    private readonly StoreFiles files;
    private readonly long storeBytes;
    private readonly int bytesPerBatch;
    private readonly byte[] elsewhere;
    private readonly byte[] destination;
    private readonly Random random = new(1);
    private readonly long[][] batches = new long[BatchesPerRound][];

    public GatherMeasurement(SoftTargetStore store)
    {
        this.store = store;
        files = new StoreFiles(new StoreFolder(store.Path));
        storeBytes = Directory.GetFiles(store.Path).Sum(file => new FileInfo(file).Length);
        bytesPerBatch = Batch * (int)(store.Plan.BytesPerExample - sizeof(long));
        elsewhere = new byte[Math.Min(storeBytes, int.MaxValue / 2)];
        random.NextBytes(elsewhere);
        destination = new byte[bytesPerBatch];
    }

    public GatherReport Run()
    {
        Touch();
        var targets = new double[Rounds];
        var copies = new double[Rounds];
        var plain = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            targets[round] = Seconds(rows => store.Targets(rows, 1).Dispose());
            copies[round] = Seconds(Copy);
            plain[round] = Seconds(_ => PlainCopy());
        }

        double copied = 1 / Median(copies), memcpy = bytesPerBatch / Median(plain);
        return new GatherReport(
            storeBytes, Batch, Batch / Median(targets), Batch * copied, bytesPerBatch * copied, memcpy, bytesPerBatch * copied / memcpy);
    }

    public void Dispose() => files.Dispose();

    // The first visit to a page of a mapped file is a fault; an epoch pays it once.
    private void Touch()
    {
        for (int row = 0; row < store.Plan.Examples; row += Batch)
        {
            long[] rows = [.. Enumerable.Range(row, Math.Min(Batch, store.Plan.Examples - row)).Select(i => (long)i)];
            store.Targets(rows, 1).Dispose();
        }
    }

    // Rows drawn anew, outside the time, so that no batch finds its rows in the cache.
    private double Seconds(Action<long[]> read)
    {
        for (int i = 0; i < batches.Length; i++)
        {
            batches[i] = [.. Enumerable.Range(0, Batch).Select(_ => (long)random.Next(store.Plan.Examples))];
        }

        var watch = Stopwatch.StartNew();
        foreach (long[] rows in batches)
        {
            read(rows);
        }

        return watch.Elapsed.TotalSeconds / batches.Length;
    }

    private void Copy(long[] rows)
    {
        var positions = files.Positions(rows);
        files.Values(positions).Dispose();
        if (store.Plan.Kind == TargetKind.TopK)
        {
            files.ClassNumbers(positions).Dispose();
            files.LogRest(positions, temperature: 0).Dispose();
        }
    }

    private void PlainCopy() =>
        elsewhere.AsSpan(random.Next(elsewhere.Length - bytesPerBatch), bytesPerBatch).CopyTo(destination);

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
