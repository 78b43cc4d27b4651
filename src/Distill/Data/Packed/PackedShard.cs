using Distill.Runs;

namespace Distill.Data.Packed;

/// <summary>One file of packed data: examples and labels as tensors of a safetensors file.</summary>
/// <param name="File">Its path in the folder, with forward slashes.</param>
/// <param name="Examples">How many examples it has.</param>
/// <param name="Bytes">How long the file is.</param>
/// <param name="Fingerprint">Of its examples and labels.</param>
internal sealed record PackedShard(string File, int Examples, long Bytes, Fingerprint Fingerprint)
{
    /// <summary>The tensor of examples, [examples, numbers of one].</summary>
    public const string ExamplesName = "examples";

    /// <summary>The tensor of labels, [examples] int64; −1 where there is none.</summary>
    public const string LabelsName = "labels";

    /// <summary>The fingerprint of a file's content.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> examples, ReadOnlySpan<byte> labels)
    {
        using var builder = new FingerprintBuilder();
        return builder.Add("shard 1").Add(examples).Add(labels).Build();
    }
}
