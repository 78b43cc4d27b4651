using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Metrics;
using Distill.Studio.Listing;

namespace Distill.Studio.Tests;

/// <summary>Runs are listed and followed without reading again what has not changed.</summary>
public sealed class ListingTests : IDisposable
{
    private const int Many = 500;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_very_many_runs_each_is_read_once()
    {
        var text = File.ReadAllBytes(RunDirectory.CreateAt(folder.File("run-0"), SampleFolder.Manifest()).ManifestPath);
        for (var i = 1; i < Many; i++)
        {
            Directory.CreateDirectory(folder.File($"run-{i}"));
            File.WriteAllBytes(folder.File($"run-{i}/run.json"), text);
        }

        var catalogue = new RunCatalogue(folder.Path);
        var all = catalogue.All();
        while (all.Pending > 0)
        {
            all = catalogue.All();
        }

        Assert.Equal((Many, Many), (all.Rows.Count, (int)catalogue.FilesRead));
        await Task.Delay(1000);
        Assert.True(catalogue.Since(all.Version).IsEmpty);
        RunDirectory.CreateAt(folder.File("new"), SampleFolder.Manifest());
        await Task.Delay(1000);

        Assert.Equal(["new"], catalogue.Since(all.Version).Rows.Select(row => row.Name));
        Assert.Equal(Many + 1, catalogue.FilesRead);
    }

    [Fact]
    public async Task A_run_that_starts_moves_and_ends_is_sent_as_it_happens()
    {
        await using var studio = await Studio.Of(folder.Path);
        var known = (await studio.Get("/api/runs")).GetProperty("version").GetInt64();
        using var stream = new StreamReader(await studio.Client.GetStreamAsync($"/api/events?since={known}"));

        var run = RunDirectory.CreateAt(folder.File("new"), SampleFolder.Manifest(RunStatus.Running));
        var row = await Row(stream, _ => true);
        Assert.Equal(("new", "running", false), (row.GetProperty("name").GetString(), Status(row), row.GetProperty("progress").GetProperty("isAlive").GetBoolean()));

        using (run.Claim())
        using (var metrics = new MetricsWriter(run.MetricsPath))
        {
            metrics.Report(new MetricsRecord(10, 2, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = 0.5 }));
            metrics.Report(new MetricsRecord(10, 2, MetricsKind.Evaluation, new Dictionary<string, double> { ["accuracy"] = 0.75 }));
            var progress = (await Row(stream, found => found.GetProperty("progress").GetProperty("epoch").GetDouble() > 0)).GetProperty("progress");
            Assert.Equal((2, 8, 0.75, 0.5), (Number(progress, "epoch"), Number(progress, "epochs"), Number(progress, "heldOutRight"), Number(progress, "loss")));
            Assert.True(progress.GetProperty("isAlive").GetBoolean());
            Assert.True(Number(progress, "secondsLeft") > 0);
        }

        run.WriteManifest(run.ReadManifest().Done(null));
        Assert.False((await Row(stream, found => Status(found) == "done")).TryGetProperty("progress", out _));
        Directory.Delete(run.Path, recursive: true);
        Assert.Equal("new", (await Event(stream)).GetProperty("gone")[0].GetString());
    }

    [Fact]
    public void Every_byte_of_metrics_is_read_once_and_what_is_cut_is_forgotten()
    {
        var path = folder.File("metrics.jsonl");
        var live = new LiveMetrics(path);
        live.Refresh();
        using (var writer = new MetricsWriter(path))
        {
            for (var step = 1; step <= 2000; step++)
            {
                writer.Report(new MetricsRecord(step, step / 100.0, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = 1.0 / step }));
                if (step % 100 == 0)
                {
                    live.Refresh();
                }
            }
        }

        Assert.Equal(new FileInfo(path).Length, live.BytesRead);
        // However long a run is, its curve has few points.
        Assert.InRange(live.Curves(lines => lines["loss"].Training.Count), 200, 401);
        Assert.Equal(30, live.SecondsLeft(40, new FileInfo(path).LastWriteTimeUtc - TimeSpan.FromSeconds(30))!.Value, 6);

        File.AppendAllText(path, "{\"step\":2001,");
        live.Refresh();
        Assert.Equal(20, live.Epoch);
        MetricsWriter.ResumeAfter(path, 100).Dispose();
        live.Refresh();
        Assert.Equal((1.0, 0.01), (live.Epoch, live.Loss!.Value));
    }

    [Fact]
    public async Task A_damaged_run_is_a_line_and_its_page_says_why()
    {
        var run = RunDirectory.CreateAt(folder.File("bad"), SampleFolder.Manifest());
        File.WriteAllText(run.MetricsPath, "no metrics\n");
        File.WriteAllText(RunDirectory.CreateAt(folder.File("worse"), SampleFolder.Manifest()).ManifestPath, "{");
        await using var studio = await Studio.Of(folder.Path);

        var rows = (await studio.Get("/api/runs")).GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!, row => row.GetProperty("overview"));
        Assert.Contains("run.json", rows["worse"].GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Contains("metrics", await (await studio.Client.GetAsync("/api/curves?run=bad")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("run.json", await (await studio.Client.GetAsync("/api/run?run=worse")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string? Status(JsonElement row) => row.GetProperty("overview").GetProperty("status").GetString();

    private static double Number(JsonElement value, string key) => value.GetProperty(key).GetDouble();

    private static async Task<JsonElement> Row(StreamReader stream, Func<JsonElement, bool> wanted)
    {
        while (true)
        {
            if ((await Event(stream)).GetProperty("rows").EnumerateArray().FirstOrDefault(wanted) is { ValueKind: JsonValueKind.Object } row)
            {
                return row;
            }
        }
    }

    private static async Task<JsonElement> Event(StreamReader stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line["data: ".Length..]).RootElement;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}
