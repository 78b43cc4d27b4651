using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Targets;

/// <summary>Stores of random targets, written as labelling writes them.</summary>
internal static class SyntheticStore
{
    private const int Block = 1 << 14;

    /// <summary>The k most probable of many classes, at T = 1.</summary>
    public static SoftTargetStore TopK(string path, int classes, int k, int examples)
    {
        var plan = Plan(TargetKind.TopK, classes, examples) with { TopK = k, Temperatures = [1] };
        return Write(path, plan, (writer, rows) =>
        {
            using var scope = NewDisposeScope();

            // One class of each k-th part of them all, so that those of a row differ.
            int part = classes / k;
            var numbers = randint(0, part, [rows.Length, k], int64).Plus(TensorArithmetic.Counted(k).mul(tensor((long)part)));
            var values = -rand(rows.Length, k).cumsum(-1);
            using var targets = new TopKTargets(numbers, values, rand(rows.Length, 1).Within(0.01, 0.99).log());
            writer.Append(rows, targets);
        });
    }

    /// <summary>Logits of every class.</summary>
    public static SoftTargetStore Dense(string path, int classes, int examples) =>
        Write(path, Plan(TargetKind.Logits, classes, examples), (writer, rows) =>
        {
            using var scope = NewDisposeScope();
            writer.Append(rows, randn(rows.Length, classes).Times(4).log_softmax(-1));
        });

    private static SoftTargetStore Write(string path, StorePlan plan, Action<SoftTargetStoreWriter, long[]> append)
    {
        using (var writer = new SoftTargetStoreWriter(path, plan))
        {
            while (writer.Position < plan.Examples)
            {
                append(writer, [.. Enumerable.Range(writer.Position, Math.Min(Block, writer.RoomInShard)).Select(row => (long)row)]);
            }

            writer.Complete();
        }

        return SoftTargetStore.Open(path);
    }

    private static StorePlan Plan(TargetKind kind, int classes, int examples)
    {
        var origin = new StoreOrigin("random", Fingerprint.Of("random"));
        return new StorePlan
        {
            Kind = kind,
            Classes = classes,
            Examples = examples,
            Temperatures = [],
            ValuesTemperature = 1,
            RowsPerShard = Block,
            BatchSize = Block,
            Teacher = origin,
            Source = origin,
            View = origin,
            Preprocessing = origin,
        };
    }
}
