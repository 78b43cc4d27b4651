using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

/// <summary>A student that <c>distill export</c> wrote: raw pixels from 0 to 255 in, the most probable class out.</summary>
internal sealed class Student : IDisposable
{
    private readonly InferenceSession session;
    private readonly string input;
    private readonly string[] names;

    public Student(string path)
    {
        session = new InferenceSession(path);
        (input, var description) = session.InputMetadata.Single();
        // [batch, channels, height, width]
        (Channels, Height, Width) = (description.Dimensions[1], description.Dimensions[2], description.Dimensions[3]);
        names = JsonSerializer.Deserialize<string[]>(session.ModelMetadata.CustomMetadataMap["distill.classes"])!;
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
