using System.Text.Json;
using Distill.Runs;
using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Serving;

/// <summary>How requests are read and answered: JSON, bounded, with errors as RFC 9457 has them.</summary>
internal static class HttpAnswers
{
    /// <summary>The longest body of a request, in bytes: a photograph as base64.</summary>
    public const int MostBodyBytes = 24 << 20;

    private const int MostNames = 64;

    /// <summary>Answers with a value as JSON.</summary>
    public static Task WriteJson<T>(this HttpContext http, T value)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, RunJson.OneLine, http.RequestAborted);
    }

    /// <summary>Answers that a request is refused or has failed.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">What kind of failure it is.</param>
    /// <param name="detail">What was found and what to do, in a sentence.</param>
    public static Task WriteProblem(this HttpContext http, int status, string title, string detail)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer cannot become another.
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/problem+json";
        return JsonSerializer.SerializeAsync(http.Response.Body, new { title, status, detail }, RunJson.OneLine);
    }

    /// <summary>Reads a body of JSON.</summary>
    /// <exception cref="DistillException">It is no JSON of this shape.</exception>
    public static async Task<T> ReadJson<T>(this HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Request.Body, RunJson.OneLine, http.RequestAborted)
                ?? throw new DistillException("The body of the request is null; expected an object.");
        }
        catch (JsonException error)
        {
            throw new DistillException($"The body of the request is not what is expected here: {error.Message}", error);
        }
    }

    /// <summary>The values of a key of the address, in their order.</summary>
    /// <exception cref="DistillException">There are none, or too many.</exception>
    public static IReadOnlyList<string> Names(this HttpContext http, string key) => http.Request.Query[key] is { Count: > 0 and <= MostNames } values
        ? [.. values.Select(value => value ?? "")]
        : throw new DistillException($"'{key}' is to be given once or more, up to {MostNames} times.");

    /// <summary>A whole number of the address.</summary>
    /// <exception cref="DistillException">It is missing or no number.</exception>
    public static int Number(this HttpContext http, string key) =>
        WrittenNumber.TryWhole(http.Request.Query[key].ToString(), out var number) && number is >= int.MinValue and <= int.MaxValue
        ? (int)number
        : throw new DistillException($"'{key}' is to be a whole number.");
}
