using System.Globalization;
using Distill.Runs;

namespace Distill.Text.LanguageModels;

/// <summary>Paces requests and counts what they cost.</summary>
internal sealed class RequestLimits(double? perMinute, long? mostTokens) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private long next = Environment.TickCount64;
    private long tokens;
    private long requests;

    /// <summary>Requests that were made.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Tokens that they cost.</summary>
    public long Tokens => Interlocked.Read(ref tokens);

    /// <summary>Waits until another request may be made.</summary>
    /// <exception cref="DistillException">The tokens are spent.</exception>
    public async Task Wait(CancellationToken cancellationToken)
    {
        if (mostTokens is { } most && Tokens >= most)
        {
            throw new DistillException(string.Create(
                CultureInfo.InvariantCulture, $"The requests have cost {Tokens:N0} tokens, and {most:N0} were allowed. What was answered is kept; allow more, and the same command resumes."));
        }

        if (perMinute is { } rate)
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var now = Environment.TickCount64;
                var at = Math.Max(now, next);
                next = at + (long)Math.Ceiling(60_000 / rate);
                if (at > now)
                {
                    await Task.Delay((int)Math.Min(at - now, int.MaxValue), cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                turn.Release();
            }
        }

        Interlocked.Increment(ref requests);
    }

    /// <summary>Counts what a request cost.</summary>
    public void Spend(long count) => Interlocked.Add(ref tokens, count);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
