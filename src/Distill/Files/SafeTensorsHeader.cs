using System.Text.Json;
using Distill.Runs;

namespace Distill.Files;

/// <summary>
/// Reads and checks the header of a safetensors file: every claim is compared with the file's real length before
/// anything is made of it.
/// </summary>
internal static class SafeTensorsHeader
{
    /// <summary>The ecosystem's own bound on the header.</summary>
    public const int LargestLength = 100_000_000;

    // More than libtorch computes with, and few enough to print.
    private const int MostDimensions = 64;

    private const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions Syntax = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <param name="json">The header's text.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <param name="path">For messages.</param>
    public static (OrderedDictionary<string, TensorEntry> Entries, Dictionary<string, string> Metadata) Parse(
        ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Syntax);
            var root = document.RootElement;
            Expect(root.ValueKind == JsonValueKind.Object, path, "the header is not a JSON object");
            var entries = new OrderedDictionary<string, TensorEntry>(StringComparer.Ordinal);
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in root.EnumerateObject())
            {
                if (property.NameEquals(MetadataKey))
                {
                    ReadMetadata(property.Value, metadata, path);
                }
                else
                {
                    entries.Add(property.Name, ReadEntry(property, dataLength, path));
                }
            }

            ExpectContiguous(entries, dataLength, path);
            return (entries, metadata);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw DistillException.Damaged($"{path} is not a safetensors file: its header is damaged ({error.Message}).", error);
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string path)
    {
        Expect(element.ValueKind == JsonValueKind.Object, path, "its metadata is not a JSON object");
        foreach (var pair in element.EnumerateObject())
        {
            Expect(pair.Value.ValueKind == JsonValueKind.String, path, "its metadata holds something other than texts");
            metadata.Add(pair.Name, pair.Value.GetString()!);
        }
    }

    private static TensorEntry ReadEntry(JsonProperty property, long dataLength, string path)
    {
        var name = Shown(property.Name);
        var element = property.Value;
        Expect(element.ValueKind == JsonValueKind.Object, path, $"tensor '{name}' has no description");
        TensorType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        foreach (var field in element.EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype":
                    Expect(
                        TensorTypes.TryParse(field.Value.GetString(), out var parsed), path,
                        $"tensor '{name}' has the unknown type '{Shown(field.Value.GetString() ?? "")}'");
                    type = parsed;
                    break;
                case "shape":
                    shape = [.. field.Value.EnumerateArray().Select(size => size.GetInt64())];
                    break;
                case "data_offsets":
                    offsets = [.. field.Value.EnumerateArray().Select(offset => offset.GetInt64())];
                    break;
                default:
                    Expect(false, path, $"tensor '{name}' has the unknown field '{Shown(field.Name)}'");
                    break;
            }
        }

        Expect(type is not null && shape is not null && offsets is { Length: 2 }, path, $"tensor '{name}' lacks dtype, shape or data_offsets");
        var (begin, end) = (offsets![0], offsets[1]);
        Expect(
            begin >= 0 && begin <= end && end <= dataLength, path,
            $"tensor '{name}' claims bytes {begin} to {end}, but {dataLength} bytes follow the header");
        Expect(
            TryLength(shape!, TensorTypes.Width(type!.Value), out var length) && length == end - begin, path,
            $"tensor '{name}' has {end - begin} bytes, which do not make a {TensorTypes.Name(type.Value)} of shape [{string.Join(", ", shape!.Take(MostDimensions))}]");
        return new TensorEntry(type.Value, shape!, begin, end - begin);
    }

    // The sizes beside a 0 count too: libtorch multiplies them for the strides.
    private static bool TryLength(long[] shape, int width, out long length)
    {
        length = width;
        if (shape.Length > MostDimensions)
        {
            return false;
        }

        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && length > long.MaxValue / size))
            {
                return false;
            }

            length *= Math.Max(size, 1);
        }

        length = shape.Contains(0) ? 0 : length;
        return true;
    }

    // The format knows no holes and no overlaps: hidden bytes could carry what no reader checks.
    private static void ExpectContiguous(OrderedDictionary<string, TensorEntry> entries, long dataLength, string path)
    {
        var end = 0L;
        foreach (var (name, entry) in entries.OrderBy(pair => pair.Value.Offset).ThenBy(pair => pair.Value.Length))
        {
            Expect(entry.Offset == end, path, $"tensor '{Shown(name)}' begins at byte {entry.Offset}, but the one before ends at {end}");
            end += entry.Length;
        }

        Expect(end == dataLength, path, $"its tensors end at byte {end}, but {dataLength} bytes follow the header");
    }

    private static string Shown(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static void Expect(bool condition, string path, string otherwise)
    {
        if (!condition)
        {
            throw DistillException.Damaged($"{path} is not a whole safetensors file: {otherwise}. Write or copy it again.");
        }
    }
}
