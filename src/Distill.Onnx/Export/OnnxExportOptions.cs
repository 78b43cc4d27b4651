using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Data;
using Distill.Models;
using Distill.Models.Networks;
using Distill.Runs;

namespace Distill.Onnx.Export;

/// <summary>How a student is written as ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>What an application feeds for black and white; features and images of real numbers are always fed as they are.</summary>
    public PixelRange Range { get; init; } = PixelRange.Byte;

    /// <summary>The type of the numbers that an application feeds.</summary>
    public InputType Input { get; init; } = InputType.F32;

    /// <summary>
    /// Whether images hold real numbers, such as spectra, and not pixels; <see cref="OnnxExporter.Save"/> sets it by its examples.
    /// </summary>
    public bool RealImages { get; init; }

    /// <summary>
    /// Whether the file takes texts as strings, [batch], and makes bytes or pieces of them itself. It then has operators of ONNX Runtime
    /// Extensions, which an application registers. For students of texts alone.
    /// </summary>
    public bool Strings { get; init; }

    /// <summary>Whether the model takes texts, which are fed as bytes of UTF-8.</summary>
    internal bool Texts { get; init; }

    /// <summary>Of a model whose pieces of texts an application feeds, how it reads them; null of others.</summary>
    internal IPieceNetwork? Pieces { get; init; }

    /// <summary>Whether the model is an embedder, whose answers come at length one, too.</summary>
    internal bool Vectors { get; init; }

    /// <summary>How weights are kept. Int8 needs examples to calibrate with.</summary>
    public WeightFormat Weights { get; init; } = WeightFormat.F32;

    /// <summary>Whether there is a second output with probabilities, softmax of logits / <see cref="Temperature"/>.</summary>
    public bool Probabilities { get; init; }

    /// <summary>T of the probabilities, greater than 0; recorded in the file also where there is no such output.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// Whether int8 cuts off values between the layers where their mean squared error is least, rounding inside the range and clipping outside
    /// taken together; false, the default, keeps all from the smallest to the largest that the calibration gave.
    /// </summary>
    public bool ClipsValues { get; init; }

    /// <summary>How the model came about, for the file's metadata; null for nothing.</summary>
    public JsonObject? Facts { get; init; }

    /// <summary>What is out of range for examples of <paramref name="input"/>, one sentence each.</summary>
    public IEnumerable<string> Problems(ExampleShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ProblemList
        {
            { !(Temperature > 0 && double.IsFinite(Temperature)), string.Create(CultureInfo.InvariantCulture, $"temperature is {Temperature}; expected more than 0") },
            { Input == InputType.U8 && Range == PixelRange.Unit, "bytes range from 0 to 255, not from 0 to 1; choose either the range or the type" },
            { Strings && !Texts, "strings are for students of texts, and this one reads none; leave them out" },
            { Vectors && (Probabilities || Temperature != 1), "an embedder answers vectors, which have no temperature and no probabilities; leave both out" },
            { !Texts && AsTheyAre(input) && (Input == InputType.U8 || Range == PixelRange.Unit), $"the model reads {input} of real numbers, which are fed as 32-bit floats as they are; range and bytes are for pixels" },
        };
    }

    /// <summary>The options for a model: one that takes texts is fed bytes, or pieces of words.</summary>
    internal OnnxExportOptions For(Classifier model) => (model.Spec?.Network switch
    {
        IPieceNetwork pieces => this with { Texts = true, Pieces = pieces, Input = InputType.F32 },
        { TakesText: true } => this with { Texts = true, Input = InputType.U8 },
        _ => this,
    }) with
    { Vectors = model.Spec is { GivesVectors: true } };

    /// <summary>The options for a model of such examples: images of real numbers are fed as they are.</summary>
    internal OnnxExportOptions For(ExampleView examples) =>
        examples.ElementType == ElementType.Real && !examples.Shape.IsFeatures ? this with { RealImages = true } : this;

    /// <summary>Whether examples of this shape are real numbers, without black and white.</summary>
    internal bool AsTheyAre(ExampleShape input) => input.IsFeatures || RealImages;
}
