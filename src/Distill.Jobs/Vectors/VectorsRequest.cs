using Distill.Images;
using Distill.Runs;
using Distill.Text.Encoders;

namespace Distill.Jobs.Vectors;

/// <summary>A store of an encoder's vectors, to be made.</summary>
internal sealed record VectorsRequest
{
    /// <summary>A name of a set, or a path to texts.</summary>
    public required string Data { get; init; }

    /// <summary>Choices for files of one's own.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>Further data, names or paths.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>How many variations of each text.</summary>
    public int Variations { get; init; }

    /// <summary>The encoder's .onnx file.</summary>
    public required string Encoder { get; init; }

    /// <summary>Its vocabulary.</summary>
    public required string Vocabulary { get; init; }

    /// <summary>How it is asked.</summary>
    public EncoderOptions Options { get; init; } = new();

    /// <summary>Whether a number takes a byte; otherwise it takes two.</summary>
    public bool AsBytes { get; init; }

    /// <summary>The store's folder.</summary>
    public required string Output { get; init; }

    internal IEnumerable<string> Problems() => new ProblemList
    {
        Datasets.UnlabelledExamples.Problems(Unlabelled, Variations, ""),
        Options.Problems(),
    };
}
