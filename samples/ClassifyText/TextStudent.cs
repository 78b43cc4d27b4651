using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

/// <summary>A student of texts that <c>distill export</c> wrote: bytes of UTF-8 in, the most probable class out.</summary>
internal sealed class TextStudent : IDisposable
{
    private readonly InferenceSession session;
    private readonly string[] names;

    /// <exception cref="InvalidDataException">The file is missing, no ONNX model, or none that <c>distill export</c> wrote for bytes of texts.</exception>
    public TextStudent(string path)
    {
        try
        {
            session = Directory.Exists(path) ? throw new InvalidDataException($"{path} is a folder; expected an ONNX model.")
                : File.Exists(path) ? new InferenceSession(path)
                : throw new InvalidDataException($"{path}: there is no such file.");
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read as an ONNX model: {error.Message.ReplaceLineEndings(" ")}", error);
        }

        // [batch, bytes]
        if (!session.InputMetadata.TryGetValue("text", out var input) || input is not { IsTensor: true, Dimensions: [_, _] } || input.ElementType != typeof(byte)
            || !session.ModelMetadata.CustomMetadataMap.TryGetValue("distill.classes", out var classes))
        {
            session.Dispose();
            throw new InvalidDataException($"{path} is not a model that 'distill export' wrote for texts as bytes; one that takes pieces of words needs its tokenizer.");
        }

        names = JsonSerializer.Deserialize<string[]>(classes)!;
    }

    /// <summary>The class of a text. The model cuts off what it does not read.</summary>
    public (string Name, double Probability) Classify(string text)
    {
        // A zero would end the text, and an empty one still has a byte: the zero behind it.
        var bytes = Encoding.UTF8.GetBytes(text.Trim().Replace('\0', ' '));
        bytes = bytes.Length == 0 ? new byte[1] : bytes;
        using var tensor = OrtValue.CreateTensorValueFromMemory(bytes, [1, bytes.Length]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["text"], [tensor], ["logits"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var best = Array.IndexOf(logits, logits.Max());
        return (names[best], 1 / logits.Sum(logit => Math.Exp(logit - logits[best])));
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
