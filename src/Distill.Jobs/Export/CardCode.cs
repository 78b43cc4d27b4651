using Distill.Models;
using Distill.Models.Networks;
using Distill.Onnx.Export;

namespace Distill.Jobs.Export;

/// <summary>The C# by which an application asks an exported file, with ONNX Runtime, and its Extensions where it takes strings.</summary>
internal static class CardCode
{
    /// <summary>The lines for one example.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="shape">The shape of one example.</param>
    /// <param name="network">The network; null for one of the user's own.</param>
    /// <param name="options">How it was written.</param>
    /// <param name="embeds">Whether it answers vectors.</param>
    public static string Of(string file, ExampleShape shape, NetworkSpec? network, OnnxExportOptions options, bool embeds)
    {
        var (name, filled, tensor) = network switch
        {
            _ when options.Strings => (
                ValueNames.Texts,
                "string[] values = [\"a text\"];",
                "OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [values.Length]);\ninput.StringTensorSetElementAt(values[0].AsSpan(), 0)"),
            IPieceNetwork pieces => (
                ValueNames.Pieces,
                $"long[] values = [];   // the rows of the text's pieces in the vocabulary, {(pieces.IsMarked ? $"between {PieceVocabulary.Begin} and {PieceVocabulary.End}, " : "")}at most {pieces.Length}",
                "OrtValue.CreateTensorValueFromMemory(values, [1, values.Length])"),
            { TakesText: true } => (
                ValueNames.Text,
                $"byte[] values = System.Text.Encoding.UTF8.GetBytes(\"a text\");   // at most {shape.Size} bytes",
                "OrtValue.CreateTensorValueFromMemory(values, [1, values.Length])"),
            _ when shape.IsFeatures => (
                ValueNames.Features,
                $"float[] values = new float[{shape.Channels}];   // the features, as the training had them",
                $"OrtValue.CreateTensorValueFromMemory(values, [1, {shape.Channels}])"),
            _ => (
                options.RealImages ? ValueNames.Features : ValueNames.Pixels,
                $"{NumberType(options)}[] values = new {NumberType(options)}[{shape.Size}];   // {(options.RealImages ? "the numbers, as the training had them" : PixelOrder(shape, options))}",
                $"OrtValue.CreateTensorValueFromMemory(values, [1, {shape.Channels}, {shape.Height}, {shape.Width}])"),
        };
        var session = options.Strings
            ? $"""
            using var settings = new SessionOptions();
            settings.RegisterOrtExtensions();   // of the package Microsoft.ML.OnnxRuntime.Extensions
            using var session = new InferenceSession("{file}", settings);
            """
            : $"""using var session = new InferenceSession("{file}");""";
        return embeds ? $"""
            using Microsoft.ML.OnnxRuntime;

            {session}
            {filled}
            using var input = {tensor};
            using var options = new RunOptions();
            using var outputs = session.Run(options, ["{name}"], [input], ["{ValueNames.Vector}"]);
            float[] vector = outputs[0].GetTensorDataAsSpan<float>().ToArray();   // at length one: the sum of products with another is the cosine
            """ : $"""
            using Microsoft.ML.OnnxRuntime;

            {session}
            string[] classes = System.Text.Json.JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["distill.classes"])!;
            {filled}
            using var input = {tensor};
            using var options = new RunOptions();
            using var outputs = session.Run(options, ["{name}"], [input], ["{ValueNames.Logits}"]);
            float[] logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
            Console.WriteLine(classes[Array.IndexOf(logits, logits.Max())]);
            """;
    }

    private static string NumberType(OnnxExportOptions options) => options.Input == InputType.U8 ? "byte" : "float";

    private static string PixelOrder(ExampleShape shape, OnnxExportOptions options) =>
        $"{(shape.Channels == 3 ? "all red, all green, all blue, each " : "")}row by row, 0 to {(options.Range == PixelRange.Byte ? 255 : 1)}";
}
