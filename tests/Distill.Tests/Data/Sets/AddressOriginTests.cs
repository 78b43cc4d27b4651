using System.Net;
using System.Net.Http.Headers;
using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Tests.Data.Sets;

public sealed class AddressOriginTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    [Fact]
    public void BringsTheFileAndReports()
    {
        using var folder = new TemporaryFolder();
        var reports = new List<WorkProgress>();

        Fetch(folder, new Server(_ => Ok(Content)), reports);

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "set.bin")));
        Assert.Equal(new WorkProgress("fetching it", Content.Length, Content.Length, "bytes", "one.example"), reports[^1]);
    }

    [Fact]
    public void AnInterruptedDownloadGoesOnWhereItStopped()
    {
        using var folder = new TemporaryFolder();
        var server = new Server(request => request.Headers.Range is null
            ? Promise(Content[..60_000], Content.Length)
            : Partial(Content[(int)request.Headers.Range.Ranges.Single().From!..]));

        var error = Assert.Throws<DistillException>(() => Fetch(folder, server, mirrors: 1));
        Assert.Contains("ended after 60000 of 100000 bytes", error.Message, StringComparison.Ordinal);
        Fetch(folder, server, mirrors: 1);

        Assert.Equal([null, 60_000L], server.From);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "set.bin")));
    }

    [Fact]
    public void AServerThatCannotGoOnStartsAnew()
    {
        using var folder = new TemporaryFolder();
        var first = new Server(_ => Promise(Content[..60_000], Content.Length));
        Assert.Throws<DistillException>(() => Fetch(folder, first, mirrors: 1));

        var whole = new Server(request => request.Headers.Range is null
            ? Ok(Content)
            : new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable) { Content = new ByteArrayContent([]) });
        Fetch(folder, whole, mirrors: 1);

        Assert.Equal([60_000L, null], whole.From);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "set.bin")));
    }

    [Fact]
    public void ABadMirrorIsPassedOver()
    {
        using var folder = new TemporaryFolder();
        var wrong = Content.ToArray();
        wrong[5] ^= 1;

        Fetch(folder, new Server(request => Ok(request.RequestUri!.Host == "one.example" ? wrong : Content)));

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "set.bin")));
    }

    [Fact]
    public void EveryMirrorsFailureIsNamed()
    {
        using var folder = new TemporaryFolder();
        var server = new Server(request => request.RequestUri!.Host == "one.example"
            ? new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) }
            : throw new HttpRequestException("no route"));

        var error = Assert.Throws<DistillException>(() => Fetch(folder, server));

        Assert.Contains("https://one.example/set.bin: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://two.example/set.bin: no route", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreThanTheSetHasIsRefused()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DistillException>(() => Fetch(folder, new Server(_ => Ok(new byte[Content.Length + 1]))));

        Assert.Contains("more than the 100000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStallIsGivenUpAndACancellationIsNot()
    {
        using var folder = new TemporaryFolder();
        var server = new Server(_ => new HttpResponseMessage { Content = new StreamContent(new Silence()) });

        Assert.Contains("nothing came", Assert.Throws<DistillException>(() => Fetch(folder, server, patience: TimeSpan.FromMilliseconds(200))).Message, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Fetch(folder, server, cancellationToken: cancelled.Token));
    }

    private static void Fetch(
        TemporaryFolder folder, Server server, List<WorkProgress>? reports = null, int mirrors = 2, TimeSpan? patience = null, CancellationToken? cancellationToken = null)
    {
        Uri[] addresses = [new("https://one.example/set.bin"), new("https://two.example/set.bin")];
        var file = new SetFile("set.bin", "8cb7f568752be648376cd32a342006af", Content.Length, false, addresses[..mirrors]);
        var wanted = new CatalogueSet("it", "", "", new(1, 1, 1), 1, 1, [], null, null) { Variants = [new(SetFormat.Cifar, [file])] };
        using var origin = new AddressOrigin(server, patience ?? TimeSpan.FromMinutes(5));
        var scratch = Directory.CreateDirectory(Path.Combine(folder.Path, "scratch")).FullName;
        origin.Fetch(wanted, folder.Path, scratch, reports is null ? null : new Reports(reports), cancellationToken ?? TestContext.Current.CancellationToken);
    }

    private static HttpResponseMessage Ok(byte[] bytes) => new() { Content = new ByteArrayContent(bytes) };

    private static HttpResponseMessage Promise(byte[] bytes, long length)
    {
        var response = new HttpResponseMessage { Content = new StreamContent(new MemoryStream(bytes)) };
        response.Content.Headers.ContentLength = length;
        return response;
    }

    private static HttpResponseMessage Partial(byte[] bytes)
    {
        var response = new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(bytes) };
        response.Content.Headers.ContentRange = new ContentRangeHeaderValue(Content.Length - bytes.Length, Content.Length - 1, Content.Length);
        return response;
    }

    private sealed class Reports(List<WorkProgress> reports) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => reports.Add(value);
    }

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public List<long?> From { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            From.Add(request.Headers.Range?.Ranges.Single().From);
            return Task.FromResult(answer(request));
        }
    }

    private sealed class Silence : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
