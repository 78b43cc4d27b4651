using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export.Tuning;
using Distill.Runs;

namespace Distill.Onnx.Export;

/// <summary>What an exported file says of itself in its metadata, as texts by key.</summary>
internal static class ModelMetadata
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entries, in a fixed order.</summary>
    public static IEnumerable<(string Key, string Value)> Of(Classifier model, OnnxExportOptions options)
    {
        yield return ("distill.classes", JsonSerializer.Serialize(model.ClassNames, Json));
        yield return ("distill.input", Input(model.Input, options).ToJsonString(Json));
        yield return ("distill.weights", JsonNamingPolicy.CamelCase.ConvertName(options.Weights.ToString()));
        yield return ("distill.temperature", options.Temperature.ToString("R", CultureInfo.InvariantCulture));
        yield return ("distill.fingerprint", model.Fingerprint().Value);
        yield return ("distill.version", RunVersions.Current().Distill);
        // A student that was trained as integers has that of the model it was made from.
        if ((model.Spec ?? (model.Network as IntegerNetwork)?.Origin) is { } spec)
        {
            yield return ("distill.spec", ModelFile.SpecText(spec));
        }

        if (options.Facts is { } facts)
        {
            yield return ("distill.facts", facts.ToJsonString(Json));
        }
    }

    private static JsonObject Input(ExampleShape shape, OnnxExportOptions options) => options.Pieces is { } spec
        ? Pieces(spec, shape, options.Strings)
        : options.Strings
        ? new JsonObject { ["name"] = ValueNames.Texts, ["type"] = "string", ["encoding"] = "utf-8", ["bytes"] = shape.Size }
        : options.Texts
        ? new JsonObject { ["name"] = ValueNames.Text, ["type"] = "uint8", ["encoding"] = "utf-8", ["bytes"] = shape.Size }
        : shape.IsFeatures
        ? new JsonObject { ["name"] = ValueNames.Features, ["type"] = "float32", ["features"] = shape.Channels }
        : options.RealImages ? new JsonObject
        {
            ["name"] = ValueNames.Features,
            ["type"] = "float32",
            ["layout"] = "NCHW",
            ["channels"] = shape.Channels,
            ["height"] = shape.Height,
            ["width"] = shape.Width,
        }
        : new JsonObject
        {
            ["name"] = ValueNames.Pixels,
            ["type"] = options.Input == InputType.U8 ? "uint8" : "float32",
            ["range"] = new JsonArray(0, options.Range == PixelRange.Byte ? 255 : 1),
            ["layout"] = "NCHW",
            ["colour"] = shape.Channels switch { 1 => "grey", 3 => "RGB", _ => null },
            ["channels"] = shape.Channels,
            ["height"] = shape.Height,
            ["width"] = shape.Width,
        };

    // The pieces themselves are in the specification.
    private static JsonObject Pieces(IPieceNetwork spec, ExampleShape shape, bool strings)
    {
        var vocabulary = spec.Pieces();
        var input = new JsonObject
        {
            ["name"] = strings ? ValueNames.Texts : ValueNames.Pieces,
            ["type"] = strings ? "string" : "int64",
            ["tokenizer"] = "wordpiece",
            ["cased"] = vocabulary.IsCased,
            ["marks"] = spec.IsMarked,
            ["padding"] = vocabulary.PaddingRow,
            ["length"] = spec.Length,
        };
        if (strings)
        {
            input["bytes"] = shape.Size;
        }

        return input;
    }
}
