using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Cli.Tests.Rivals;

/// <summary>Soft targets that any process makes alike: a store of three files.</summary>
internal static class RivalStore
{
    public const int Classes = 4;

    public static StorePlan Plan { get; } = new()
    {
        Kind = TargetKind.Distribution,
        Classes = Classes,
        Examples = 20,
        Temperatures = [1],
        ValuesTemperature = 1,
        RowsPerShard = 8,
        BatchSize = 8,
        Teacher = Origin("teacher"),
        Source = Origin("source"),
        View = Origin("view"),
        Preprocessing = Origin("preprocessing"),
    };

    /// <summary>Float32 log-probabilities [rows, classes] at T = 1.</summary>
    public static Tensor LogProbabilities(ReadOnlySpan<long> rows)
    {
        var logits = new float[rows.Length * Classes];
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] = ((rows[i / Classes] * 7) + (i % Classes * 3)) % 5;
        }

        using var raw = tensor(logits, rows.Length, Classes);
        return nn.functional.log_softmax(raw, dim: 1);
    }

    private static StoreOrigin Origin(string name) => new(name, Fingerprint.Of(name));
}
