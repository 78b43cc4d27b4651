using Distill.Images;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Text.Encoders;

namespace Distill.Jobs.Heads;

/// <summary>A linear model on the vectors of a frozen encoder of texts or images.</summary>
internal sealed record HeadRequest
{
    /// <summary>A name of a set, or a path to texts or images with labels.</summary>
    public required string Data { get; init; }

    /// <summary>Choices for files of one's own.</summary>
    public DataOptions Reading { get; init; } = new();

    /// <summary>The encoder's .onnx file.</summary>
    public required string Encoder { get; init; }

    /// <summary>The vocabulary of an encoder of texts; null for one of images.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>How an encoder of texts is asked.</summary>
    public EncoderOptions Options { get; init; } = new();

    /// <summary>How an encoder of images sees them.</summary>
    public ForeignTeacherOptions ImageOptions { get; init; } = new();

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
        { "imageOptions.", ImageOptions.Problems() },
        { Vocabulary is null && Options != new EncoderOptions(), "pooling, tokens and case are of an encoder of texts, and no vocabulary is given; name it, or leave them out" },
        { Vocabulary is not null && ImageOptions != new ForeignTeacherOptions(), "a vocabulary is given, which is of an encoder of texts, and options of one of images; leave one of them out" },
        { ImageOptions.ClassMap is not null || ImageOptions.OutputKind is not null, "an encoder has no classes; leave the class map and the kind of output out" },
    };
}
