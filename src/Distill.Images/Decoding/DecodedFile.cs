using System.Buffers.Binary;
using System.Text.Json;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>
/// Decoded images in one file of the cache: all pixels, then a JSON index, its length, and a mark. Reading checks the
/// content against the fingerprint in the index; a file that fails is made anew.
/// </summary>
internal static class DecodedFile
{
    private const int TailBytes = 16;

    // A damaged index must not come back with holes.
    private static readonly JsonSerializerOptions Strict = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static ReadOnlySpan<byte> Mark => "DISTIMG1"u8;

    /// <summary>Finishes a file whose pixels are written: reads them back for the fingerprint, and adds the index.</summary>
    public static void Finish(FileStream file, DecodedIndex index)
    {
        var handle = file.SafeFileHandle;
        var source = new DecodedSource("", index, (offset, destination) =>
        {
            if (RandomAccess.Read(handle, destination, offset) != destination.Length)
            {
                throw new IOException("what was written does not read back.");
            }
        });
        var json = JsonSerializer.SerializeToUtf8Bytes(index with { Fingerprint = SourceFingerprint.Compute(source).Value });
        file.Position = (long)source.Count * source.Shape.Size;
        file.Write(json);
        Span<byte> tail = stackalloc byte[TailBytes];
        BinaryPrimitives.WriteInt64LittleEndian(tail, json.Length);
        Mark.CopyTo(tail[8..]);
        file.Write(tail);
    }

    /// <summary>The images of a file, or null when there is none or it is not whole.</summary>
    public static DecodedSource? TryOpen(string path, string name)
    {
        try
        {
            var index = ReadIndex(path, out var pixelBytes);
            if (index is null
                || new ExampleShape(index.Channels, index.Height, index.Width).Size * (long)index.Labels.Length != pixelBytes
                || index.Names.Length != index.Labels.Length
                || Array.Exists(index.Labels, label => label < -1 || label >= index.ClassNames.Count))
            {
                return null;
            }

            var source = DecodedSource.Map(path, name, index);
            return SourceFingerprint.Compute(source) == source.Fingerprint ? source : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or OverflowException)
        {
            return null;
        }
    }

    private static DecodedIndex? ReadIndex(string path, out long pixelBytes)
    {
        pixelBytes = 0;
        using var file = AtomicFile.OpenRead(path);
        if (file.Length < TailBytes)
        {
            return null;
        }

        Span<byte> tail = stackalloc byte[TailBytes];
        file.Position = file.Length - TailBytes;
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt64LittleEndian(tail);
        pixelBytes = file.Length - TailBytes - length;
        if (!tail[8..].SequenceEqual(Mark) || length < 0 || length > Array.MaxLength || pixelBytes < 0)
        {
            return null;
        }

        file.Position = pixelBytes;
        var json = new byte[length];
        file.ReadExactly(json);
        return JsonSerializer.Deserialize<DecodedIndex>(json, Strict);
    }
}
