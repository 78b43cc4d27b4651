using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Distill.Runs;

namespace Distill.Files;

/// <summary>Writes safetensors files: whole or not at all, and the same bytes for the same content.</summary>
internal static class SafeTensorsWriter
{
    /// <summary>Creates or replaces <paramref name="path"/>.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="tensors">In the order in which they are laid in the file.</param>
    /// <param name="metadata">Texts by name; written in ordinal order of the names.</param>
    /// <exception cref="ArgumentException">Two tensors share a name, or a payload writes another number of bytes than its shape has.</exception>
    /// <exception cref="DistillException">The file cannot be written; what was there is untouched.</exception>
    public static void Write(string path, IReadOnlyList<TensorPayload> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Select(tensor => tensor.Name).Distinct(StringComparer.Ordinal).Count() != tensors.Count)
        {
            throw new ArgumentException("two tensors share a name", nameof(tensors));
        }

        var header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header.Span);
            foreach (var tensor in tensors)
            {
                var start = stream.Position;
                tensor.Write(stream);
                if (stream.Position - start != tensor.Length)
                {
                    throw new ArgumentException(
                        $"tensor '{tensor.Name}' wrote {stream.Position - start} bytes; its shape has {tensor.Length}", nameof(tensors));
                }
            }
        });
    }

    private static ReadOnlyMemory<byte> Header(IReadOnlyList<TensorPayload> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", TensorTypes.Name(tensor.Type));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(checked(offset += tensor.Length));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Spaces up to a multiple of eight keep the tensors aligned for readers that map the file.
        while (buffer.WrittenCount % 8 != 0)
        {
            buffer.Write(" "u8);
        }

        return buffer.WrittenMemory;
    }
}
