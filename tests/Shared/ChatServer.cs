using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Distill.Testing;

/// <summary>A small server that speaks the OpenAI protocol over HTTP: chat completions, answered by a function.</summary>
internal sealed class ChatServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<JsonElement, int, (int Status, JsonNode? Body)> answer;
    private int requests;
    private int underWay;
    private int mostUnderWay;

    /// <param name="answer">From a request and its number from 1 to a status and a body.</param>
    public ChatServer(Func<JsonElement, int, (int Status, JsonNode? Body)> answer)
    {
        this.answer = answer;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Endpoint = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/v1";
        }

        listener.Prefixes.Add(Endpoint + "/");
        listener.Start();
        _ = Task.Run(Serve);
    }

    /// <summary>Where the protocol's paths begin.</summary>
    public string Endpoint { get; }

    /// <summary>Requests so far.</summary>
    public int Requests => requests;

    /// <summary>How many were there at once.</summary>
    public int MostUnderWay => mostUnderWay;

    /// <summary>The header of the last request.</summary>
    public string? Authorization { get; private set; }

    /// <summary>The text that a request asks about.</summary>
    public static string TextOf(JsonElement request) => request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    /// <summary>A completion with what it cost, and with log-probabilities of its first token where they are given.</summary>
    public static JsonNode Completion(string content, params (string Token, double Probability)[] top)
    {
        var choice = new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = content } };
        if (top.Length > 0)
        {
            choice["logprobs"] = new JsonObject
            {
                ["content"] = new JsonArray(new JsonObject
                {
                    ["token"] = top[0].Token,
                    ["top_logprobs"] = new JsonArray([.. top.Select(pair => new JsonObject { ["token"] = pair.Token, ["logprob"] = Math.Log(pair.Probability) })]),
                }),
            };
        }

        return new JsonObject
        {
            ["choices"] = new JsonArray(choice),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 40, ["completion_tokens"] = 2, ["total_tokens"] = 42 },
        };
    }

    public void Dispose() => listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        InterlockedMax(Interlocked.Increment(ref underWay));
        try
        {
            Authorization = context.Request.Headers["Authorization"];
            using var request = await JsonDocument.ParseAsync(context.Request.InputStream);
            await Task.Delay(5);
            var isKnown = context.Request is { HttpMethod: "POST", Url.AbsolutePath: "/v1/chat/completions", ContentLength64: > 0 };
            var (status, body) = isKnown ? answer(request.RootElement, Interlocked.Increment(ref requests)) : (404, null);
            context.Response.StatusCode = status;
            context.Response.Headers["Retry-After"] = "0";
            var bytes = System.Text.Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "no");
            await context.Response.OutputStream.WriteAsync(bytes);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
            context.Response.Close();
        }
    }

    private void InterlockedMax(int value)
    {
        lock (listener)
        {
            mostUnderWay = Math.Max(mostUnderWay, value);
        }
    }
}
