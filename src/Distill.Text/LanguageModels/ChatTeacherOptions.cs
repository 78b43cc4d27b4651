using System.Globalization;
using Distill.Runs;
using Microsoft.Extensions.AI;

namespace Distill.Text.LanguageModels;

/// <summary>How a language model is asked, and how much of it.</summary>
public sealed record ChatTeacherOptions
{
    /// <summary>The model, where the client does not choose it; part of the teacher's identity.</summary>
    public string? Model { get; init; }

    /// <summary>What the texts are and how classes are meant, told before the list of classes; null for nothing.</summary>
    public string? Instructions { get; init; }

    /// <summary>How many requests are under way at once, 1 to 256.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>At most so many requests a minute, more than 0; null for no limit.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>How many tokens requests may cost from now on, as the server counts them, 1 or more; null for no limit. What is cached costs nothing.</summary>
    public long? MostTokens { get; init; }

    /// <summary>
    /// The probability left to classes that an answer gives none, 1e-6 to 0.5: of all but the named one where the server gives no
    /// log-probabilities.
    /// </summary>
    public double Remainder { get; init; } = 0.02;

    /// <summary>
    /// Reads log-probabilities of an answer's first token and of those beside it from a client's own response; null reads "logprobs" of the
    /// OpenAI protocol from its additional properties.
    /// </summary>
    public Func<ChatResponse, IReadOnlyDictionary<string, double>?>? LogProbabilities { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems() => new ProblemList
    {
        { Parallel is < 1 or > 256, $"parallel is {Parallel}; expected 1 to 256" },
        { RequestsPerMinute is not (null or (> 0 and < 1e6)), string.Create(CultureInfo.InvariantCulture, $"requestsPerMinute is {RequestsPerMinute}; expected more than 0") },
        { MostTokens is < 1, $"mostTokens is {MostTokens}; expected 1 or more" },
        { Remainder is not (>= 1e-6 and <= 0.5), string.Create(CultureInfo.InvariantCulture, $"remainder is {Remainder}; expected 1e-6 to 0.5") },
    };
}
