using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Onnx.Schema;

namespace Distill.Onnx.Teaching;

/// <summary>What the files that this toolkit exports say of their own input, so that they teach without options.</summary>
internal static class OwnExport
{
    /// <summary>The range of pixels under <c>distill.input</c>; null in files of others.</summary>
    public static PixelRange? RangeOf(ModelProto model) =>
        Entry(model, "distill.input")?["range"] is JsonArray and [_, JsonValue white] && white.TryGetValue(out int top)
            ? top == 255 ? PixelRange.Byte : PixelRange.Unit
            : null;

    /// <summary>How the student came about, as its own file said; null in files of others.</summary>
    public static JsonObject? FactsOf(ModelProto model) => Entry(model, "distill.facts");

    private static JsonObject? Entry(ModelProto model, string key)
    {
        var text = model.MetadataProps.FirstOrDefault(entry => entry.Key == key)?.Value;
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
