using System.Text;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
// ASP.NET Core, which brings its names to every file of a web application, has one of its own.
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace DistillApp;

/// <summary>A model that <c>distill export</c> wrote. Requests may ask it at the same time.</summary>
public sealed class Student : IDisposable
{
    private readonly ImageDecoder decoder = new();
    private readonly InferenceSession session;
    private readonly double temperature;

    /// <exception cref="InvalidDataException">The file is missing, or no model that <c>distill export</c> wrote.</exception>
    public Student(string path)
    {
        using var settings = new SessionOptions();
        // What a model that takes strings needs, and no other.
        settings.RegisterOrtExtensions();
        session = InputFile.Read(path, "an ONNX model", file => new InferenceSession(file, settings));
        var facts = session.ModelMetadata.CustomMetadataMap;
        if (!facts.TryGetValue("distill.classes", out var classes) || !facts.TryGetValue("distill.input", out var input))
        {
            throw new InvalidDataException($"{path} is not a model that 'distill export' wrote.");
        }

        Classes = JsonSerializer.Deserialize<string[]>(classes)!;
        Input = JsonSerializer.Deserialize<InputDescription>(input, JsonSerializerOptions.Web)!;
        temperature = facts.TryGetValue("distill.temperature", out var written) ? double.Parse(written, System.Globalization.CultureInfo.InvariantCulture) : 1;
        if (Input.Name is not ("pixels" or "features" or "text" or "texts"))
        {
            throw new InvalidDataException($"{path} takes {Input.Name}, which have to be made of a text by its tokenizer first. 'distill export --strings' writes a model that takes texts.");
        }
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What the model takes.</summary>
    public InputDescription Input { get; }

    /// <summary>The classes of a PNG or JPEG file, the most probable first.</summary>
    /// <exception cref="InvalidDataException">It is no image, or the model takes none.</exception>
    public IReadOnlyList<Answer> AskAboutImage(byte[] file)
    {
        Require("pixels", "an image");
        return AskAboutNumbers(decoder.Decode("the body", file).ToColour(Input.Channels).Scale(Input.Height, Input.Width).Planes(), 255);
    }

    /// <summary>The classes of a list of numbers, the most probable first.</summary>
    /// <exception cref="InvalidDataException">There are too few or too many, or the model takes no numbers.</exception>
    public IReadOnlyList<Answer> AskAboutNumbers(float[] values)
    {
        if (TakesTexts)
        {
            throw new InvalidDataException("The model takes a text, not numbers.");
        }

        return AskAboutNumbers(values, Input.Range?[1] ?? 1);
    }

    /// <summary>The classes of a text, the most probable first.</summary>
    /// <exception cref="InvalidDataException">The model takes no text.</exception>
    public IReadOnlyList<Answer> AskAboutText(string text)
    {
        Require(TakesTexts ? Input.Name : "text", "a text");
        if (Input.Name == "texts")
        {
            using var strings = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [1]);
            // A zero would end the text.
            strings.StringTensorSetElementAt(text.Replace('\0', ' ').AsSpan(), 0);
            return Ask(strings);
        }

        // A zero would end the text, and an empty one still has a byte: the zero behind it.
        var bytes = Encoding.UTF8.GetBytes(text.Trim().Replace('\0', ' ') is { Length: > 0 } some ? some : "\0");
        using var value = OrtValue.CreateTensorValueFromMemory(bytes, [1, bytes.Length]);
        return Ask(value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        decoder.Dispose();
    }

    private bool TakesTexts => Input.Name is "text" or "texts";

    private void Require(string name, string given)
    {
        if (Input.Name != name)
        {
            throw new InvalidDataException($"The model takes {(Input.Name == "pixels" ? "an image" : TakesTexts ? "a text" : $"{Input.Size} numbers")}, not {given}.");
        }
    }

    // White is 1 or 255, in the numbers and in what the model takes.
    private IReadOnlyList<Answer> AskAboutNumbers(float[] values, double white)
    {
        if (values.Length != Input.Size)
        {
            throw new InvalidDataException($"There are {values.Length} numbers; the model takes {Input.Size}.");
        }

        var scale = (float)((Input.Range?[1] ?? white) / white);
        var scaled = Array.ConvertAll(values, value => value * scale);
        using var input = Input.Type == "uint8"
            ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(scaled, value => (byte)Math.Clamp(MathF.Round(value), 0, 255)), Input.Shape)
            : OrtValue.CreateTensorValueFromMemory(scaled, Input.Shape);
        return Ask(input);
    }

    private IReadOnlyList<Answer> Ask(OrtValue input)
    {
        using var options = new RunOptions();
        using var outputs = session.Run(options, [Input.Name], [input], ["logits"]);
        var logits = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var largest = logits.Max();
        var weights = Array.ConvertAll(logits, logit => Math.Exp((logit - largest) / temperature));
        var sum = weights.Sum();
        return [.. Classes.Zip(weights, (name, weight) => new Answer(name, weight / sum)).OrderByDescending(answer => answer.Probability)];
    }
}
