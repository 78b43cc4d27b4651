using Distill.Runs;
using Distill.Text.LanguageModels;

namespace Distill.Jobs.Labelling;

/// <summary>A language model behind a server that speaks the OpenAI protocol.</summary>
/// <param name="Endpoint">Where the protocol's paths begin, for example http://localhost:8080/v1.</param>
/// <param name="KeyVariable">The environment variable with the key; null for no key.</param>
/// <param name="ClassNames">The classes, for texts without; null for those of the data.</param>
/// <param name="Options">How it is asked.</param>
internal sealed record ChatModel(string Endpoint, string? KeyVariable, IReadOnlyList<string>? ClassNames, ChatTeacherOptions Options)
{
    /// <summary>Texts of a batch: what an interruption waits for.</summary>
    public const int BatchSize = 32;

    /// <summary>The file that keeps the answers for a store.</summary>
    public static string AnswersBeside(string store) => Path.TrimEndingDirectorySeparator(store) + ".answers.jsonl";

    /// <summary>Makes a client, which the caller disposes.</summary>
    /// <exception cref="DistillException">The address is none, or the variable holds no key.</exception>
    public OpenAiChat Connect()
    {
        var key = KeyVariable is null ? null
            : Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } found ? found.Trim()
            : throw new DistillException($"The environment variable {KeyVariable} is empty; expected the key of {Endpoint}.");
        return OpenAiChat.Open(Endpoint, Options.Model!, key);
    }
}
