using Distill.Models;
using Distill.Runs;

namespace Distill.Text.Encoders;

/// <summary>How an encoder is asked.</summary>
public sealed record EncoderOptions
{
    /// <summary>How the vectors of tokens become one.</summary>
    public TextPooling Pooling { get; init; }

    /// <summary>How many tokens of a text are read, with the two that every text has, 3 to 512; default 128.</summary>
    public int Tokens { get; init; } = 128;

    /// <summary>Whether capital letters and accents tell words apart; false, the default, for the usual uncased vocabularies.</summary>
    public bool Cased { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { !Enum.IsDefined(Pooling), $"pooling is {Pooling}; expected mean or first" },
        { Tokens is < 3 or > 512, $"tokens is {Tokens}; expected 3 to 512" },
    };
}
