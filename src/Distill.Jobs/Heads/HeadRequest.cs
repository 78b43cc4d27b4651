using Distill.Images;
using Distill.Runs;
using Distill.Text.Encoders;

namespace Distill.Jobs.Heads;

/// <summary>A linear model on the vectors of a frozen encoder of texts.</summary>
internal sealed record HeadRequest
{
    /// <summary>A name of a set, or a path to texts with labels.</summary>
    public required string Data { get; init; }

    /// <summary>Choices for files of one's own.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>The encoder's .onnx file.</summary>
    public required string Encoder { get; init; }

    /// <summary>Its vocabulary.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>How it is asked.</summary>
    public EncoderOptions Options { get; init; } = new();

    /// <summary>The folder of the teacher, missing or empty.</summary>
    public required string Output { get; init; }

    /// <summary>Passes over the data, 1 to 10,000; default 100.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Decides the first weights and the order.</summary>
    public long Seed { get; init; } = 1;

    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Epochs is < 1 or > 10_000, $"epochs is {Epochs}; expected 1 to 10000" },
        Options.Problems(),
    };
}
