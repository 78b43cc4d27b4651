using System.Net;
using System.Security.Cryptography;
using System.Text;
using Distill.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Distill.Studio.Serving;

/// <summary>
/// Looks at every request before it is answered. Pages of other sites that the user has open are strangers, too: they can reach
/// this machine's own address, by their own name for it, or by posting a form.
/// </summary>
/// <param name="options">Where the studio can be reached.</param>
internal sealed class RequestGuard(StudioOptions options)
{
    /// <summary>What pages of the studio may load: itself, and nothing else.</summary>
    public const string PagePolicy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /// <summary>The same for a report, which is one file without scripts.</summary>
    public const string ReportPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private const string TokenKey = "token";
    private const string CookieName = "distill-studio";

    /// <summary>Answers what must not pass, and lets the rest pass.</summary>
    public async Task Invoke(HttpContext http, RequestDelegate next)
    {
        Protect(http.Response);
        if (!IsOurHost(http.Request.Host))
        {
            await http.WriteProblem(StatusCodes.Status421MisdirectedRequest, "Unknown host", $"This is not {Shortened(http.Request.Host.Value)}. Open the address that distill studio has printed.");
        }
        else if (IsForeign(http.Request))
        {
            await http.WriteProblem(StatusCodes.Status403Forbidden, "Foreign origin", "The request comes from a page of another site.");
        }
        else if (options.Token is not null && http.Request.Query.ContainsKey(TokenKey) && HttpMethods.IsGet(http.Request.Method))
        {
            await Admit(http, options.Token);
        }
        else if (options.Token is { } token && !Knows(http.Request, token))
        {
            await http.WriteProblem(StatusCodes.Status401Unauthorized, "No token", "Open the address with the token that distill studio has printed.");
        }
        else
        {
            await Answer(http, next);
        }
    }

    private static async Task Answer(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed })
            {
                await http.WriteProblem(http.Response.StatusCode, ReasonPhrases.GetReasonPhrase(http.Response.StatusCode), "There is nothing at this address.");
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone.
        }
        catch (MissingException missing)
        {
            await http.WriteProblem(StatusCodes.Status404NotFound, "Not found", missing.Message);
        }
        catch (DistillException mistake)
        {
            await http.WriteProblem(mistake.IsWorkFailure ? StatusCodes.Status500InternalServerError : StatusCodes.Status422UnprocessableEntity, "Cannot be done", mistake.Message);
        }
        catch (BadHttpRequestException refused)
        {
            await http.WriteProblem(refused.StatusCode, ReasonPhrases.GetReasonPhrase(refused.StatusCode), refused.Message);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            await http.WriteProblem(StatusCodes.Status500InternalServerError, "Failed", ErrorSentence.WithoutFrames(error.Message));
        }
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = PagePolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }

    // A name that an attacker's server resolves to this machine would make its pages ours to the browser.
    private bool IsOurHost(HostString host)
    {
        if (options.IsLoopback)
        {
            return host.Host is "localhost" or "127.0.0.1" or "[::1]" || Same(host.Host);
        }

        return Same(host.Host) || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(host.Host.Trim('[', ']'), out _) || host.Host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase);

        bool Same(string name) => options.Host is { } own && name.Trim('[', ']').Equals(own.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            // A link may lead to a page; nothing else of ours is for pages of others.
            return site is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Dest"] != "document";
        }

        var origin = request.Headers.Origin.ToString();
        return (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}") || site is "cross-site" or "same-site"
            || !(request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) ?? false);
    }

    // The token leaves the address, so that it is in no history and no picture of the screen.
    private static Task Admit(HttpContext http, string token)
    {
        if (!Equal(http.Request.Query[TokenKey].ToString(), token))
        {
            return http.WriteProblem(StatusCodes.Status401Unauthorized, "Wrong token", "Open the address with the token that distill studio has printed.");
        }

        http.Response.Cookies.Append(CookieName, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        http.Response.Redirect("/");
        return Task.CompletedTask;
    }

    private static bool Knows(HttpRequest request, string token) =>
        (request.Cookies.TryGetValue(CookieName, out var cookie) && Equal(cookie, token))
        || (request.Headers.Authorization.ToString() is var given && given.StartsWith("Bearer ", StringComparison.Ordinal) && Equal(given["Bearer ".Length..], token));

    private static bool Equal(string given, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    private static string Shortened(string? host) => host is { Length: <= 80 } known ? known : "the host that is asked for";
}
