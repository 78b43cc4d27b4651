using Distill.Models;
using Distill.Runs;
using Distill.Teachers;

namespace Distill.Text.Encoders;

/// <summary>A frozen encoder and a linear model of its vectors as one teacher of texts. Owns both.</summary>
public sealed class EncoderTeacher : ITeacher
{
    private readonly HeadTeacher inner;

    private EncoderTeacher(HeadTeacher inner) => this.inner = inner;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int Classes => inner.Classes;

    /// <summary>Covers the encoder, its vocabulary and the head.</summary>
    public Fingerprint Fingerprint => inner.Fingerprint;

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
            return new EncoderTeacher(new HeadTeacher(name, encoder, new ModelTeacher(ModelFile.Load(path), name: name)));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The examples are no texts, or the encoder fails.</exception>
    public SoftTargets Targets(Batch batch, double temperature) => inner.Targets(batch, temperature);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
