using System.Globalization;
using System.Text.Json;
using Distill.Runs;
using Distill.Runs.Metrics;

namespace Distill.Studio.Tests;

/// <summary>A page that is left open beside a run for hours.</summary>
public sealed class WatchTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int EventsAnHour = 3600;
    private const int AtOnce = 600;
    private const int Few = 60;
    private const double MostGrown = 512 * 1024;

    // All eight hours take minutes; DISTILL_HOURS=8 asks for them.
    private static readonly double Hours = double.Parse(Environment.GetEnvironmentVariable("DISTILL_HOURS") ?? "0.05", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("runs", "document.querySelector('.runs tbody')?.innerText.includes('running')")]
    [InlineData("run?run=live", "document.querySelectorAll('.plots svg').length > 0")]
    public async Task A_page_that_watches_a_run_does_not_grow(string view, string shown)
    {
        Assert.SkipWhen(Chromium.Program is null, "There is no Chromium on the PATH.");
        using var folder = new TemporaryFolder();
        var run = RunDirectory.CreateAt(folder.File("live"), SampleFolder.Manifest(RunStatus.Running));
        using var claim = run.Claim();
        using (var metrics = new MetricsWriter(run.MetricsPath))
        {
            for (var step = 1; step <= 1000; step++)
            {
                metrics.Report(new MetricsRecord(step, step / 1000.0, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = 1.0 / step }));
            }
        }

        await using var studio = await Studio.Of(folder.Path);
        using var browser = await Browser.Open(chromium, new Uri(studio.Address, $"#{view}"), 1280, "light");
        await browser.Await(shown);
        // The same events as the server sends, one a second of that time; timers do not wait.
        await browser.Await("{ const later = setTimeout; window.setTimeout = act => later(act, 0); return true; }");
        var row = JsonSerializer.Serialize((await studio.Get("/api/runs")).GetProperty("rows")[0]);
        async Task Watch(int events) => await browser.Await(string.Create(CultureInfo.InvariantCulture, $$"""
            {
              const store = await import('/store.js'), row = {{row}};
              for (let i = 0; i < {{events}}; i++) {
                const progress = { ...row.progress, epoch: i / 100, loss: 1 / (1 + i), heldOutRight: i % 100 / 100, secondsLeft: {{events}} - i };
                store.take({ version: i, whole: false, pending: 0, gone: [], rows: [{ ...row, progress }] });
                await new Promise(requestAnimationFrame);
              }
              return true;
            }
            """));

        await Watch(EventsAnHour / 40);
        var before = await browser.Memory();
        for (var events = (int)(Hours * EventsAnHour); events > 0; events -= AtOnce)
        {
            await Watch(Math.Min(events, AtOnce));
        }

        var after = await browser.Memory();

        Assert.True(after.Bytes - before.Bytes < MostGrown, $"The page has grown from {before} to {after}.");
        // Far fewer than what a hundred events and more would leave, and room for one that is being drawn.
        Assert.InRange(after.Nodes - before.Nodes, int.MinValue, 15 * Few);
        Assert.InRange(after.Listeners - before.Listeners, int.MinValue, Few);
        Assert.Empty(browser.Complaints);
    }
}
