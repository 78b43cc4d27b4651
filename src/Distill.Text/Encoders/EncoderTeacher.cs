using Distill.Models;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Text.Encoders;

/// <summary>A frozen encoder and a linear model of its vectors as one teacher of texts. Owns both.</summary>
public sealed class EncoderTeacher : ITeacher
{
    private readonly TextEncoder encoder;
    private readonly ModelTeacher head;

    private EncoderTeacher(string name, TextEncoder encoder, ModelTeacher head)
    {
        (Name, this.encoder, this.head) = (name, encoder, head);
        Fingerprint = Fingerprint.Of("encoder and head", encoder.Fingerprint.Value, head.Fingerprint.Value);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes => head.Classes;

    /// <summary>Covers the encoder, its vocabulary and the head.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public bool HasLogits => true;

    /// <summary>Opens the head in a file and the encoder beside it.</summary>
    /// <param name="path">The head's file.</param>
    /// <exception cref="DistillException">A file is missing, damaged or another than it was, or the head needs no encoder.</exception>
    public static EncoderTeacher Open(string path)
    {
        var said = EncoderHead.Of(path) ?? throw new DistillException($"{path} is a model by itself, and no head of an encoder.");
        var encoder = said.OpenBeside(path);
        try
        {
            var name = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!;
            return new EncoderTeacher(name, encoder, new ModelTeacher(ModelFile.Load(path), name: name));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The examples are no texts, or the encoder fails.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        using var vectors = encoder.Encode(BatchTexts.Of(batch, Name));
        using var encoded = new Batch(vectors, batch.Labels.alias(), batch.Rows.ToArray());
        return head.Targets(encoded, temperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        encoder.Dispose();
        head.Dispose();
    }
}
