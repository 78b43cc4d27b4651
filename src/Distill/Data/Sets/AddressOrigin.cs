using System.Net;
using System.Net.Http.Headers;
using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>
/// Downloads sets from their addresses. An interrupted download resumes where it stopped; one that stalls or is larger
/// than the set is given up.
/// </summary>
internal sealed class AddressOrigin : ISetOrigin, IDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient client;
    private readonly TimeSpan stall;

    /// <summary>Downloads over the network, giving up after 30 s without a byte.</summary>
    public AddressOrigin()
        : this(new SocketsHttpHandler { ConnectTimeout = Connecting }, TimeSpan.FromSeconds(30))
    {
    }

    /// <summary>
    /// Downloads through <paramref name="handler"/>, which it then owns, giving up after <paramref name="stall"/> without
    /// a byte.
    /// </summary>
    public AddressOrigin(HttpMessageHandler handler, TimeSpan stall)
    {
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        this.stall = stall;
    }

    /// <inheritdoc/>
    public string? Describe(CatalogueSet wanted)
    {
        var files = Downloadable(wanted)?.Files;
        return files is null ? null : string.Join(" or ", files[0].Addresses.Select(address => address.Host));
    }

    /// <inheritdoc/>
    public void Fetch(
        CatalogueSet wanted, string folder, string scratch, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        foreach (var file in Downloadable(wanted)!.Files)
        {
            FetchFile(wanted, file, folder, scratch, progress, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static SetVariant? Downloadable(CatalogueSet wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return wanted.Variants.FirstOrDefault(v => v.Files.Count > 0 && v.Files.All(f => f.Addresses.Count > 0));
    }

    private void FetchFile(
        CatalogueSet wanted, SetFile file, string folder, string scratch, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var address in file.Addresses)
        {
            var shared = Path.Combine(scratch, Fingerprint.Of(address.AbsoluteUri).Value + ".part");
            using var claim = TryClaim(shared);
            // While another process fetches the same, this one does so for itself.
            var part = claim is null ? Path.Combine(folder, Path.GetFileName(shared)) : shared;
            try
            {
                DownloadAsync(wanted, file, address, part, progress, cancellationToken).GetAwaiter().GetResult();
                new FileCheck(scratch).Demand(part, file);
                File.Move(part, Path.Combine(folder, Path.GetFileName(address.LocalPath)));
                return;
            }
            catch (DistillException error)
            {
                // Wrong bytes must not be continued by the next attempt.
                File.Delete(part);
                failures.Add($"{address}: {error.Message}");
            }
            catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
            {
                failures.Add($"{address}: {error.Message}");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add($"{address}: nothing came for {stall.TotalSeconds:0} s");
            }
        }

        throw new DistillException(string.Join("; ", failures));
    }

    private static FileClaim? TryClaim(string part)
    {
        try
        {
            return FileClaim.TryTake(part + ".claim");
        }
        catch (DistillException)
        {
            return null;
        }
    }

    private async Task DownloadAsync(
        CatalogueSet wanted, SetFile file, Uri address, string part, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(stall);
        var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        await using (output.ConfigureAwait(false))
        {
            using var response = await RequestFrom(address, output, timer.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            output.Position = response.StatusCode == HttpStatusCode.PartialContent ? output.Length : 0;
            output.SetLength(output.Position);
            var total = output.Position + (response.Content.Headers.ContentLength ?? 0);
            var content = await response.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            await Copy(content, output, total, wanted, file, address, progress, timer).ConfigureAwait(false);
        }
    }

    private async Task Copy(
        Stream content, FileStream output, long total, CatalogueSet wanted, SetFile file, Uri address,
        IProgress<WorkProgress>? progress, CancellationTokenSource timer)
    {
        var buffer = new byte[1 << 16];
        var reported = DateTime.MinValue;
        while (true)
        {
            timer.CancelAfter(stall);
            var read = await content.ReadAsync(buffer, timer.Token).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            if (output.Position + read > file.Bytes || total > file.Bytes)
            {
                throw new DistillException($"it offers more than the {file.Bytes} bytes of {file.Name}");
            }

            await output.WriteAsync(buffer.AsMemory(0, read), timer.Token).ConfigureAwait(false);
            if (DateTime.UtcNow - reported > BetweenReports)
            {
                reported = DateTime.UtcNow;
                progress?.Report(new($"fetching {wanted.Name}", output.Position, total, "bytes", address.Host));
            }
        }

        if (output.Position < total)
        {
            throw new HttpRequestException($"the connection ended after {output.Position} of {total} bytes; it resumes there next time");
        }

        progress?.Report(new($"fetching {wanted.Name}", output.Position, output.Position, "bytes", address.Host));
    }

    private async Task<HttpResponseMessage> RequestFrom(Uri address, FileStream output, CancellationToken cancellationToken)
    {
        var response = await Request(address, output.Length, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return response;
        }

        response.Dispose();
        output.SetLength(0);
        return await Request(address, 0, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> Request(Uri address, long have, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }
}
