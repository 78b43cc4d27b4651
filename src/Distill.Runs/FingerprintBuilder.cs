using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Distill.Runs;

/// <summary>Builds a <see cref="Fingerprint"/> from parts, each preceded by its length so that boundaries count.</summary>
public sealed class FingerprintBuilder : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds bytes as one part.</summary>
    public FingerprintBuilder Add(ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
        return this;
    }

    /// <summary>Adds a text as one part, in UTF-8.</summary>
    public FingerprintBuilder Add(string part) => Add(Encoding.UTF8.GetBytes(part));

    /// <summary>Adds a number as one part.</summary>
    public FingerprintBuilder Add(long part)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, part);
        return Add(bytes);
    }

    /// <summary>The fingerprint of all parts so far; the builder starts anew.</summary>
    public Fingerprint Build() => new(Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16)));

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
