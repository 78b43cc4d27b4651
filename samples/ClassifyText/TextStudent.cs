using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

/// <summary>A student of texts that <c>distill export</c> wrote: a text in, the most probable class out.</summary>
internal sealed class TextStudent : IDisposable
{
    private readonly InferenceSession session;
    private readonly bool takesStrings;
    private readonly string[] names;

    /// <exception cref="InvalidDataException">The file is missing, no ONNX model, or none that <c>distill export</c> wrote for strings or bytes.</exception>
    public TextStudent(string path)
    {
        using var settings = new SessionOptions();
        // What a file that takes strings needs, and no other.
        settings.RegisterOrtExtensions();
        try
        {
            session = Directory.Exists(path) ? throw new InvalidDataException($"{path} is a folder; expected an ONNX model.")
                : File.Exists(path) ? new InferenceSession(path, settings)
                : throw new InvalidDataException($"{path}: there is no such file.");
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read as an ONNX model: {error.Message.ReplaceLineEndings(" ")}", error);
        }

        takesStrings = session.InputMetadata.ContainsKey("texts");
        if (!(takesStrings || session.InputMetadata.ContainsKey("text")) || !session.ModelMetadata.CustomMetadataMap.TryGetValue("distill.classes", out var classes))
        {
            session.Dispose();
            throw new InvalidDataException($"{path} is not a model that takes texts; 'distill export MODEL --out {Path.GetFileName(path)} --strings' writes one.");
        }

        names = JsonSerializer.Deserialize<string[]>(classes)!;
    }

    /// <summary>The class of a text. The model cuts off what it does not read.</summary>
    public (string Name, double Probability) Classify(string text)
    {
        using var input = takesStrings ? AsString(text) : AsBytes(text);
        using var options = new RunOptions();
        using var outputs = session.Run(options, session.InputNames, [input], ["logits"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var best = Array.IndexOf(logits, logits.Max());
        return (names[best], 1 / logits.Sum(logit => Math.Exp(logit - logits[best])));
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    // A file that takes strings is given as many as one likes; here it is one. A zero would end it.
    private static OrtValue AsString(string text)
    {
        var strings = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [1]);
        strings.StringTensorSetElementAt(text.Replace('\0', ' ').AsSpan(), 0);
        return strings;
    }

    // A file without strings takes UTF-8. A zero would end the text, and an empty one still has a byte: the zero behind it.
    private static OrtValue AsBytes(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Trim().Replace('\0', ' '));
        bytes = bytes.Length == 0 ? new byte[1] : bytes;
        return OrtValue.CreateTensorValueFromMemory(bytes, [1, bytes.Length]);
    }
}
