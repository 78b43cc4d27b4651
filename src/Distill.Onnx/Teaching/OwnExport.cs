using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Schema;
using Distill.Runs;

namespace Distill.Onnx.Teaching;

/// <summary>What the files that this toolkit exports say of their own input, so that they teach without options.</summary>
internal static class OwnExport
{
    /// <summary>Whether this toolkit exported a file.</summary>
    public static bool Is(ModelProto model) => Entry(model, "distill.input") is not null;

    /// <summary>Whether a file is an embedder that this toolkit exported.</summary>
    public static bool GivesVectors(ModelProto model) => Entry(model, "distill.spec")?["givesVectors"] is JsonValue said && said.TryGetValue(out bool vectors) && vectors;

    /// <summary>The range of pixels under <c>distill.input</c>; null in files of others.</summary>
    public static PixelRange? RangeOf(ModelProto model) =>
        Entry(model, "distill.input")?["range"] is JsonArray and [_, JsonValue white] && white.TryGetValue(out int top)
            ? top == 255 ? PixelRange.Byte : PixelRange.Unit
            : null;

    /// <summary>The longest text, in bytes of UTF-8, that a student of texts reads; null in files of others and for other students.</summary>
    public static int? TextBytesOf(ModelProto model) =>
        PiecesOf(model) is { } pieces ? pieces.Input.Size
        : Entry(model, "distill.input") is { } input && Text(input, "encoding") == "utf-8"
        && input["bytes"] is JsonValue bytes && bytes.TryGetValue(out int count) && count > 0
            ? count
            : null;

    /// <summary>Of a student that takes pieces of texts, what it was; null in files of others and for other students.</summary>
    public static ModelSpec? PiecesOf(ModelProto model)
    {
        if (Entry(model, "distill.input") is not { } input || Text(input, "tokenizer") != "wordpiece" || Entry(model, "distill.spec") is not { } written)
        {
            return null;
        }

        try
        {
            var spec = StrictJson.Read<ModelSpec>(written, "distill.spec");
            spec.ThrowIfInvalid("distill.spec");
            return spec.Network is IPieceNetwork && spec.Network.IsWhole ? spec : null;
        }
        catch (DistillException)
        {
            return null;
        }
    }

    /// <summary>How the student came about, as its own file said; null in files of others.</summary>
    public static JsonObject? FactsOf(ModelProto model) => Entry(model, "distill.facts");

    private static string? Text(JsonObject entry, string key) => entry[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

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
