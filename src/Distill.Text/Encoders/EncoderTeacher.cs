using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using static TorchSharp.torch;

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
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Inputs.dtype != ScalarType.Byte || batch.Inputs.dim() != 2)
        {
            throw new DistillException($"The teacher {Name} takes texts, and these examples are none.");
        }

        using var vectors = encoder.Encode(Texts(batch.Inputs));
        using var encoded = new Batch(vectors, batch.Labels.alias(), batch.Rows.ToArray());
        return head.Targets(encoded, temperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        encoder.Dispose();
        head.Dispose();
    }

    private static string[] Texts(Tensor inputs)
    {
        using var raw = inputs.contiguous();
        var (count, size) = ((int)raw.shape[0], (int)raw.shape[1]);
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            texts[i] = PaddedText.Of(raw.bytes.Slice(i * size, size));
        }

        return texts;
    }
}
