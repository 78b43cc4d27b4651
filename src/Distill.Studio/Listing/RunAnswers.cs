using System.Text;
using System.Text.Json;
using Distill.Jobs;
using Distill.Jobs.Overviews;
using Distill.Jobs.Training.Reporting;
using Distill.Reports.Page;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Studio.Serving;
using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Listing;

/// <summary>Answers requests about runs.</summary>
/// <param name="catalogue">The runs.</param>
/// <param name="root">Their folder.</param>
/// <param name="gate">Lets one request at a time compute.</param>
/// <param name="stopping">Signalled when the studio ends.</param>
internal sealed class RunAnswers(RunCatalogue catalogue, string root, SemaphoreSlim gate, CancellationToken stopping)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>All runs.</summary>
    public Task List(HttpContext http)
    {
        var all = catalogue.All();
        return http.WriteJson(new { folder = root, all.Version, all.Pending, all.Rows });
    }

    /// <summary>Server-sent events: what changes, as it changes, until the browser goes.</summary>
    public async Task Events(HttpContext http)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var known = Known(http);
        http.Response.ContentType = "text/event-stream";
        await http.Response.Body.FlushAsync(ending.Token);
        var silent = TimeSpan.Zero;
        try
        {
            while (!ending.IsCancellationRequested)
            {
                var changes = await Task.Run(() => catalogue.Since(known), ending.Token);
                if (!changes.IsEmpty)
                {
                    await Send(http, $"id: {changes.Version}\ndata: {JsonSerializer.Serialize(changes, RunJson.OneLine)}\n\n", ending.Token);
                    (known, silent) = (changes.Version, TimeSpan.Zero);
                }
                else if ((silent += catalogue.Pause) >= Heartbeat)
                {
                    // A line that nobody reads tells a browser that has gone.
                    await Send(http, ":\n\n", ending.Token);
                    silent = TimeSpan.Zero;
                }

                await Task.Delay(catalogue.Pause, ending.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The studio ends, and with it the stream.
        }
    }

    /// <summary>What a run was asked for.</summary>
    public Task Details(HttpContext http)
    {
        var name = http.Names("run")[0];
        var path = catalogue.Folder(name);
        var manifest = RunDirectory.Open(path).ReadManifest();
        return http.WriteJson(new
        {
            name,
            path,
            status = manifest.StatusText,
            command = ShellLine.Of(manifest.CommandLine),
            manifest.Started,
            manifest.Finished,
            manifest.Machine,
            manifest.Warnings,
            manifest.Configuration,
        });
    }

    /// <summary>The curves of runs, by what they show.</summary>
    public Task Curves(HttpContext http)
    {
        var runs = http.Names("run").Distinct().Select(name => (Name: name, Metrics: catalogue.Metrics(name))).ToList();
        var plots = new Dictionary<string, List<object>>();
        foreach (var (name, metrics) in runs)
        {
            foreach (var (title, part, points) in metrics.Curves(Lines))
            {
                if (!plots.TryGetValue(title, out var series))
                {
                    plots[title] = series = [];
                }

                series.Add(new { run = name, part, points });
            }
        }

        return http.WriteJson(new { plots = plots.Select(plot => new { title = plot.Key, series = plot.Value }) });
    }

    /// <summary>In what runs were asked for different things.</summary>
    public Task Differences(HttpContext http)
    {
        var names = http.Names("run");
        var table = ConfigurationDifferences.Of([.. names.Select(name => (name, RunDirectory.Open(catalogue.Folder(name)).ReadManifest().Configuration))]).OfType<Table>().FirstOrDefault();
        return http.WriteJson(new { columns = table?.Columns ?? [], rows = table?.Rows.Select(row => row.Select(cell => cell.Text)) ?? [] });
    }

    /// <summary>The document that <c>distill compare</c> makes, as a page.</summary>
    public async Task Compare(HttpContext http)
    {
        string[] paths = [.. http.Names("run").Select(catalogue.Folder)];
        var tests = http.Request.Query["tests"] == "true";
        await WritePage(http, await gate.Through(http, () => ReportPage.Render(
            RunComparison.Of(paths, tests ? PairedRuns.Of(paths, new JobContext { CancellationToken = http.RequestAborted }) : null)).ToString()));
    }

    /// <summary>The report of a run, done or not.</summary>
    public Task Report(HttpContext http)
    {
        var run = RunDirectory.Open(catalogue.Folder(http.Names("run")[0]));
        var file = new FileInfo(run.ReportPath);
        // A link could lead out of the folder.
        return WritePage(http, file is { Exists: true, LinkTarget: null } && run.ReadManifest().Status != RunStatus.Running
            ? AtomicFile.ReadText(file.FullName)
            : ReportPage.Render(run).ToString());
    }

    // A browser that has lost its stream says which event was the last.
    private static long Known(HttpContext http) =>
        WrittenNumber.TryWhole(http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : http.Request.Query["since"].ToString(), out var known) ? known : 0;

    private static Task WritePage(HttpContext http, string page)
    {
        http.Response.Headers.ContentSecurityPolicy = RequestGuard.ReportPolicy;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(page, http.RequestAborted);
    }

    private static List<(string Title, string Part, double[][] Points)> Lines(MetricLines lines) =>
    [
        .. lines.Names.SelectMany(name => new[]
        {
            (MetricLines.Heading(name), "training", Pairs(lines[name].Training)),
            (MetricLines.Heading(name), "held-out data", Pairs(lines[name].HeldOut)),
        }).Where(line => line.Item3.Length > 0),
    ];

    private static double[][] Pairs(IReadOnlyList<Point> points) => [.. points.Select(point => new[] { point.X, point.Values[0] })];

    private static async Task Send(HttpContext http, string text, CancellationToken cancellationToken)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
