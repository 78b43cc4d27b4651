using System.Text.Json.Nodes;
using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using Distill.Teachers.Foreign;

namespace Distill.Onnx.Encoders;

/// <summary>What a linear model's file says of the trunk of images whose vectors it classifies. The trunk's file lies beside it.</summary>
/// <param name="Model">The name of the .onnx file.</param>
/// <param name="Input">The shape of one image as the head's training read it.</param>
/// <param name="Options">How the trunk sees images.</param>
/// <param name="Fingerprint">That of the trunk as it was when the head was trained.</param>
internal sealed record ImageHead(string Model, ExampleShape Input, ForeignTeacherOptions Options, Fingerprint Fingerprint)
{
    private const string Key = "imageEncoder";

    /// <summary>What a model's file says; null where it needs no trunk of images.</summary>
    /// <param name="path">A model file of this toolkit.</param>
    /// <exception cref="DistillException">The file is no model, or damaged.</exception>
    public static ImageHead? Of(string path) =>
        ModelFile.ReadFacts(path)?[Key] is { } found ? StrictJson.Read<ImageHead>(found.DeepClone(), $"{path}, {Key}") : null;

    /// <summary>What to put into the facts of a model file.</summary>
    public JsonObject ToFacts() => new() { [Key] = JsonNode.Parse(StrictJson.Write(this)) };

    /// <summary>Opens trunk and head as one teacher.</summary>
    /// <param name="path">The head's file.</param>
    /// <exception cref="DistillException">A file is missing, or has changed since the head was trained.</exception>
    public HeadTeacher OpenBeside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Path.GetFileName(Model) != Model)
        {
            throw new DistillException($"{path} names the encoder '{Model}'; expected the name of a file beside it.");
        }

        var trunk = ImageEncoder.Open(Path.Combine(folder, Model), Input, Options);
        try
        {
            return trunk.Fingerprint == Fingerprint
                ? new HeadTeacher(Path.GetFileName(folder), trunk, new ModelTeacher(ModelFile.Load(path)))
                : throw new DistillException($"{Path.Combine(folder, Model)} is another than {path} was trained with ({Fingerprint}, found {trunk.Fingerprint}). Put the file back, or train the head again.");
        }
        catch
        {
            trunk.Dispose();
            throw;
        }
    }
}
