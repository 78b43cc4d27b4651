using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// The fingerprint of a source's content: shape, type, number of classes, then every example and label in order. Two
/// sources of any kind that hold the same examples have the same fingerprint.
/// </summary>
public static class SourceFingerprint
{
    private const int BlockExamples = 1024;

    /// <summary>Reads the source once, in blocks.</summary>
    public static Fingerprint Compute(IExampleSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var builder = new FingerprintBuilder();
        builder.Add("examples")
            .Add(source.Shape.Channels).Add(source.Shape.Height).Add(source.Shape.Width)
            .Add((int)source.ElementType).Add(source.ClassNames.Count).Add(source.Count);

        var exampleBytes = source.Shape.Size * source.ElementType.Bytes();
        var block = Math.Min(BlockExamples, Math.Max(1, source.Count));
        var examples = new byte[(long)block * exampleBytes];
        var rows = new long[block];
        var labels = new long[block];
        for (var first = 0; first < source.Count; first += block)
        {
            var count = Math.Min(block, source.Count - first);
            for (var i = 0; i < count; i++)
            {
                rows[i] = first + i;
            }

            source.CopyExamples(rows.AsSpan(0, count), examples.AsSpan(0, count * exampleBytes));
            source.CopyLabels(rows.AsSpan(0, count), labels.AsSpan(0, count));
            builder.Add(examples.AsSpan(0, count * exampleBytes));
            builder.Add(MemoryMarshal.AsBytes(labels.AsSpan(0, count)));
        }

        return builder.Build();
    }
}
