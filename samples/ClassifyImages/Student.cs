using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

/// <summary>A student that <c>distill export</c> wrote: raw pixels from 0 to 255 in, the most probable class out.</summary>
internal sealed class Student : IDisposable
{
    private readonly InferenceSession session;
    private readonly string input;
    private readonly string[] names;

    /// <exception cref="InvalidDataException">The file is missing, no ONNX model, or none that <c>distill export</c> wrote for images as floats.</exception>
    public Student(string path)
    {
        session = InputFile.Read(path, "an ONNX model", file => new InferenceSession(file));
        // [batch, channels, height, width]
        if (session.InputMetadata is not { Count: 1 } inputs || inputs.Single() is not { Value: { IsTensor: true, Dimensions: [_, var channels, var height, var width] } } only
            || only.Value.ElementType != typeof(float)
            || !session.ModelMetadata.CustomMetadataMap.TryGetValue("distill.classes", out var classes))
        {
            session.Dispose();
            throw new InvalidDataException($"{path} is not a model that 'distill export' wrote for images as 32-bit floats.");
        }

        (input, Channels, Height, Width) = (only.Key, channels, height, width);
        names = JsonSerializer.Deserialize<string[]>(classes)!;
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public (string Name, double Probability) Classify(float[] pixels)
    {
        using var tensor = OrtValue.CreateTensorValueFromMemory(pixels, [1, Channels, Height, Width]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [input], [tensor], ["logits"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var best = Array.IndexOf(logits, logits.Max());
        return (names[best], 1 / logits.Sum(logit => Math.Exp(logit - logits[best])));
    }

    public void Dispose() => session.Dispose();
}
