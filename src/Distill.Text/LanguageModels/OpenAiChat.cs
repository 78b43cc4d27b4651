using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Distill.Runs;
using Microsoft.Extensions.AI;

namespace Distill.Text.LanguageModels;

/// <summary>A server that speaks the OpenAI protocol, as most that run language models do: chat completions over HTTP, and no more of it.</summary>
internal sealed class OpenAiChat : IChatClient
{
    private const int LargestAnswer = 1 << 22;

    private readonly HttpClient http;
    private readonly Uri address;
    private readonly string model;

    private OpenAiChat(HttpClient http, Uri address, string model) => (this.http, this.address, this.model) = (http, address, model);

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="endpoint">Where the protocol's paths begin, for example http://localhost:8080/v1.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="key">Sent as the bearer's; null for none.</param>
    /// <exception cref="DistillException">The address is none of http or https.</exception>
    public static OpenAiChat Open(string endpoint, string model, string? key)
    {
        if (!Uri.TryCreate(endpoint.TrimEnd('/') + "/chat/completions", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new DistillException($"{endpoint} is no address of a server; expected for example http://localhost:8080/v1.");
        }

        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2), MaxResponseContentBufferSize = LargestAnswer };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return new OpenAiChat(http, address, model);
    }

    /// <summary>The log-probabilities of the first token and those beside it; null where there are none.</summary>
    /// <param name="logs">"logprobs" of a choice.</param>
    public static Dictionary<string, double>? FirstToken(JsonElement logs)
    {
        if (Part(Part(logs, "content") is { ValueKind: JsonValueKind.Array } content && content.GetArrayLength() > 0 ? content[0] : null, "top_logprobs") is not { ValueKind: JsonValueKind.Array } top)
        {
            return null;
        }

        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var entry in top.EnumerateArray())
        {
            if (Part(entry, "token") is { ValueKind: JsonValueKind.String } token && Part(entry, "logprob") is { ValueKind: JsonValueKind.Number } log)
            {
                found[token.GetString()!] = log.GetDouble();
            }
        }

        return found.Count == 0 ? null : found;
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = new JsonObject
        {
            ["model"] = options?.ModelId ?? model,
            ["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text })]),
            ["temperature"] = options?.Temperature,
            ["max_tokens"] = options?.MaxOutputTokens,
        };
        foreach (var (name, value) in options?.AdditionalProperties ?? [])
        {
            body[name] = JsonSerializer.SerializeToNode(value);
        }

        // Of a known length, because small servers read no chunks.
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw await Refusal(answer, cancellationToken).ConfigureAwait(false);
        }

        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        return Response(document.RootElement);
    }

    /// <summary>There are no partial answers: they would be a code in pieces.</summary>
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("answers come whole");

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", address, model) : null;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static ChatResponse Response(JsonElement root)
    {
        var choice = Part(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : (JsonElement?)null;
        var text = Part(Part(choice, "message"), "content") is { ValueKind: JsonValueKind.String } content ? content.GetString()
            : throw new InvalidOperationException("the answer has no choices[0].message.content");
        var usage = Part(root, "usage");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            Usage = new UsageDetails { InputTokenCount = Count(usage, "prompt_tokens"), OutputTokenCount = Count(usage, "completion_tokens"), TotalTokenCount = Count(usage, "total_tokens") },
            AdditionalProperties = Part(choice, "logprobs") is { ValueKind: JsonValueKind.Object } logs ? new() { ["logprobs"] = logs.Clone() } : null,
        };
    }

    private static async Task<HttpRequestException> Refusal(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var error = new HttpRequestException($"the server answered {(int)answer.StatusCode}: {text[..Math.Min(text.Length, 300)].Trim()}", null, answer.StatusCode);
        if (answer.Headers.RetryAfter?.Delta is { } delta)
        {
            error.Data[ServerWait.Key] = delta.TotalSeconds;
        }

        return error;
    }

    private static long? Count(JsonElement? usage, string key) => Part(usage, key) is { ValueKind: JsonValueKind.Number } count && count.TryGetInt64(out var number) ? number : null;

    private static JsonElement? Part(JsonElement? element, string key) =>
        element is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(key, out var part) ? part : null;
}
