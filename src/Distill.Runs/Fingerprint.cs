using System.Text.Json.Serialization;

namespace Distill.Runs;

/// <summary>
/// Identifies content: the first 128 bits of a SHA-256, as 32 lower-case hexadecimal digits. Two data sets, views or
/// models with equal fingerprints give the same numbers in the same order.
/// </summary>
/// <param name="Value">32 lower-case hexadecimal digits.</param>
[JsonConverter(typeof(FingerprintJsonConverter))]
public readonly record struct Fingerprint(string Value)
{
    /// <summary>The fingerprint of a sequence of parts; the order and the boundaries between parts count.</summary>
    public static Fingerprint Of(params ReadOnlySpan<string> parts)
    {
        using var builder = new FingerprintBuilder();
        foreach (var part in parts)
        {
            builder.Add(part);
        }

        return builder.Build();
    }

    /// <summary>The 32 digits.</summary>
    public override string ToString() => Value ?? "";
}
