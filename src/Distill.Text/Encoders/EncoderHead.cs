using System.Text.Json.Nodes;
using Distill.Models;
using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>
/// What a linear model's file says of the encoder whose vectors it classifies. The files of the encoder lie beside it, so that
/// the folder is one teacher.
/// </summary>
/// <param name="Model">The name of the .onnx file.</param>
/// <param name="Vocabulary">The name of its vocabulary.</param>
/// <param name="Options">How it is asked.</param>
/// <param name="Fingerprint">That of the encoder as it was when the head was trained.</param>
internal sealed record EncoderHead(string Model, string Vocabulary, EncoderOptions Options, Fingerprint Fingerprint)
{
    private const string Key = "encoder";

    /// <summary>What a model's file says; null where it needs no encoder.</summary>
    /// <param name="path">A model file of this toolkit.</param>
    /// <exception cref="DistillException">The file is no model, or damaged.</exception>
    public static EncoderHead? Of(string path) =>
        ModelFile.ReadFacts(path)?[Key] is { } found ? StrictJson.Read<EncoderHead>(found.DeepClone(), $"{path}, {Key}") : null;

    /// <summary>What to put into the facts of a model file.</summary>
    public JsonObject ToFacts() => new() { [Key] = JsonNode.Parse(StrictJson.Write(this)) };

    /// <summary>Opens the encoder beside a head.</summary>
    /// <param name="path">The head's file.</param>
    /// <exception cref="DistillException">A file is missing, or has changed since the head was trained.</exception>
    public TextEncoder OpenBeside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Path.GetFileName(Model) != Model || Path.GetFileName(Vocabulary) != Vocabulary)
        {
            throw new DistillException($"{path} names the encoder '{Model}' and the vocabulary '{Vocabulary}'; expected names of files beside it.");
        }

        var encoder = TextEncoder.Open(Path.Combine(folder, Model), Path.Combine(folder, Vocabulary), Options);
        if (encoder.Fingerprint == Fingerprint)
        {
            return encoder;
        }

        encoder.Dispose();
        throw new DistillException($"{Path.Combine(folder, Model)} or its vocabulary is another than {path} was trained with ({Fingerprint}, found {encoder.Fingerprint}). Put the files back, or train the head again.");
    }
}
