using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Serving;

/// <summary>Lets one request at a time compute, away from the threads that answer the others.</summary>
internal static class Gate
{
    /// <summary>Waits for its turn, and computes.</summary>
    public static async Task<T> Through<T>(this SemaphoreSlim gate, HttpContext http, Func<T> compute)
    {
        await gate.WaitAsync(http.RequestAborted);
        try
        {
            return await Task.Run(compute, http.RequestAborted);
        }
        finally
        {
            gate.Release();
        }
    }
}
