using System.Globalization;
using System.Text.Json;
using Distill.Runs;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Distill.Text.LanguageModels;

/// <summary>
/// A language model as a teacher of texts: it is asked for the class of each, by a code. Where the server gives log-probabilities of tokens,
/// they are the targets; else the class that it names has all but a remainder. Every answer is kept in a file before it is used, so that no
/// text is paid for twice.
/// </summary>
public sealed class ChatTeacher : ITeacher
{
    private const int Attempts = 3;
    private const int MostTries = 6;
    private const int AnswerTokens = 16;
    private const int TopTokens = 20;

    private readonly IChatClient client;
    private readonly ChatTeacherOptions options;
    private readonly ChatQuestion question;
    private readonly AnswerCache cache;
    private readonly RequestLimits limits;
    private readonly SemaphoreSlim slots;
    private long unanswered;

    private ChatTeacher(IChatClient client, IReadOnlyList<string> classNames, string name, AnswerCache cache, ChatTeacherOptions options)
    {
        (this.client, this.cache, this.options, Name, Classes) = (client, cache, options, name, classNames.Count);
        question = new ChatQuestion(classNames, options.Instructions);
        limits = new RequestLimits(options.RequestsPerMinute, options.MostTokens);
        slots = new SemaphoreSlim(options.Parallel);
        Fingerprint = Fingerprint.Of("language model", name, question.Fingerprint.Value, options.Remainder.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <summary>Covers the model's name, the question with its classes, and the remainder; the answers themselves are in the file.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <summary>The logarithms of its probabilities serve as logits.</summary>
    public bool HasLogits => true;

    /// <summary>Requests that this object has made.</summary>
    public long Requests => limits.Requests;

    /// <summary>Tokens that they cost, as the server counts them.</summary>
    public long Tokens => limits.Tokens;

    /// <summary>Texts whose answers named no class, even when asked again; their targets are even.</summary>
    public long Unanswered => Interlocked.Read(ref unanswered);

    /// <summary>Makes a teacher of a language model.</summary>
    /// <param name="client">Asks the model; stays the caller's.</param>
    /// <param name="classNames">The classes, 2 to 999, as the model is told them.</param>
    /// <param name="answers">The file that keeps answers; made where it is missing.</param>
    /// <param name="options">How it is asked; null for the defaults.</param>
    /// <exception cref="DistillException">Options or classes are not right, the model has no name, or the file is something else.</exception>
    public static ChatTeacher Open(IChatClient client, IReadOnlyList<string> classNames, string answers, ChatTeacherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentException.ThrowIfNullOrWhiteSpace(answers);
        options ??= new();
        var name = options.Model ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
        ProblemList.ThrowIfAny("the language model", [.. new ProblemList
        {
            options.Problems(),
            { string.IsNullOrWhiteSpace(name), "model is missing; expected the name of a model, which the client does not say either" },
            { classNames.Count is < 2 or > 999, $"there are {classNames.Count} classes; expected 2 to 999" },
            { classNames.Any(string.IsNullOrWhiteSpace) || classNames.Distinct(StringComparer.OrdinalIgnoreCase).Count() != classNames.Count, "two classes have one name, or one has none" },
        }]);
        return new ChatTeacher(client, classNames, name!, AnswerCache.Open(answers), options);
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The examples are no texts, the server refuses, or the tokens are spent.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        var texts = BatchTexts.Of(batch, Name);
        var answers = Task.Run(() => Task.WhenAll(texts.Select(Answer))).GetAwaiter().GetResult();
        using var scope = NewDisposeScope();
        var logs = tensor(answers.SelectMany(answer => answer.LogProbabilities(Classes, options.Remainder)).ToArray(), texts.Length, Classes);
        return new SoftTargets(logs.DividedBy(temperature).log_softmax(-1).MoveToOuterDisposeScope(), temperature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cache.Dispose();
        limits.Dispose();
        slots.Dispose();
    }

    private async Task<ChatAnswer> Answer(string text)
    {
        var key = Fingerprint.Of(Name, question.Fingerprint.Value, text).Value;
        if (cache.Find(key) is { } known)
        {
            return Counted(known);
        }

        await slots.WaitAsync().ConfigureAwait(false);
        try
        {
            // The same text may have been asked meanwhile.
            var answer = cache.Find(key);
            if (answer is null)
            {
                answer = await Ask(key, text).ConfigureAwait(false);
                cache.Add(answer);
            }

            return Counted(answer);
        }
        finally
        {
            slots.Release();
        }
    }

    private ChatAnswer Counted(ChatAnswer answer)
    {
        if (answer.Class is not { } named)
        {
            Interlocked.Increment(ref unanswered);
        }
        else if (named < 0 || named >= Classes || answer.Probabilities?.Any(pair => pair.Key < 0 || pair.Key >= Classes || !(pair.Value is > 0 and <= 1)) == true)
        {
            throw new DistillException($"An answer that was kept names a class from 0 to {Classes - 1} no more; move the file of answers away to ask anew.");
        }

        return answer;
    }

    private async Task<ChatAnswer> Ask(string key, string text)
    {
        long spent = 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var response = await Request(question.Messages(text, again: attempt > 0)).ConfigureAwait(false);
            var cost = response.Usage?.TotalTokenCount ?? ((response.Usage?.InputTokenCount ?? 0) + (response.Usage?.OutputTokenCount ?? 0));
            limits.Spend(cost);
            spent += cost;
            if (question.ClassOf(response.Text) is { } named)
            {
                return new ChatAnswer(key, named, Probabilities(response, named), spent);
            }
        }

        return new ChatAnswer(key, null, null, spent);
    }

    // The first token tells only where it is a whole code; of 150 classes "12" may be the beginning of "123".
    private Dictionary<int, double>? Probabilities(ChatResponse response, int named)
    {
        var tokens = (options.LogProbabilities ?? FromProperties)(response);
        if (tokens is null || !tokens.Keys.Any(token => token.Trim() == question.Codes[named]))
        {
            return null;
        }

        var probabilities = new Dictionary<int, double>();
        foreach (var (token, log) in tokens)
        {
            var place = question.Codes.Index().Where(code => code.Item == token.Trim()).Select(code => (int?)code.Index).FirstOrDefault();
            if (place is { } found && log <= 0 && Math.Exp(log) is > 0 and var probability)
            {
                // "A" and " A" are two tokens of one class.
                probabilities[found] = Math.Min(1, probabilities.GetValueOrDefault(found) + probability);
            }
        }

        return probabilities.Count == 0 ? null : probabilities;
    }

    private async Task<ChatResponse> Request(IReadOnlyList<ChatMessage> messages)
    {
        var asked = new ChatOptions
        {
            ModelId = options.Model,
            Temperature = 0,
            MaxOutputTokens = AnswerTokens,
            AdditionalProperties = new() { ["logprobs"] = true, ["top_logprobs"] = TopTokens },
        };
        for (var attempt = 1; ; attempt++)
        {
            await limits.Wait(CancellationToken.None).ConfigureAwait(false);
            try
            {
                return await client.GetResponseAsync(messages, asked).ConfigureAwait(false);
            }
            catch (Exception error) when (IsPassing(error) && attempt < MostTries)
            {
                await Task.Delay(ServerWait.Of(error, attempt)).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException)
            {
                throw new DistillException($"{Name} did not answer: {error.Message} What was answered is kept, and the same command resumes.", error);
            }
        }
    }

    private static bool IsPassing(Exception error) => error is TaskCanceledException
        || (error is HttpRequestException { StatusCode: var status } && (status is null || (int)status is 408 or 429 or >= 500));

    private static Dictionary<string, double>? FromProperties(ChatResponse response) =>
        response.AdditionalProperties?.TryGetValue("logprobs", out var found) == true && found is JsonElement logs ? OpenAiChat.FirstToken(logs) : null;
}
