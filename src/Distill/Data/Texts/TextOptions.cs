using Distill.Runs;

namespace Distill.Data;

/// <summary>How to read data that are texts, where files leave a choice.</summary>
public sealed record TextOptions
{
    /// <summary>
    /// The column or key with the text: its name, or its place from 0. Null, the default, takes the one that is named "text" or
    /// the like, or else the only one that holds sentences.
    /// </summary>
    public string? Column { get; init; }

    /// <summary>How many bytes of a text a model sees, in UTF-8, 16 to 65,536; what goes beyond is cut off. Default 1,024.</summary>
    public int Bytes { get; init; } = TextSource.DefaultBytes;

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { Bytes is < 16 or > 1 << 16, $"text.bytes is {Bytes}; expected 16 to {1 << 16}" },
    };
}
