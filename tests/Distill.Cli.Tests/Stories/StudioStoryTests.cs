using System.Net.Http.Json;
using System.Text.Json;
using Distill.Cli.Tests.Kill;
using Distill.Runs;

namespace Distill.Cli.Tests.Stories;

/// <summary>A training that is started by the command line, and stopped and resumed from the studio's page.</summary>
public sealed class StudioStoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_training_that_is_stopped_from_the_page_is_resumed_from_it_to_the_same_model()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The studio stops and starts processes where there is a shell of Unix.");
        string[] train = ["train", "--data", "glyphs", "--limit", "2000", "--network", "mlp:100", "--epochs", "40", "--seed", "3"];
        Directory.CreateDirectory(folder.File("runs"));
        using var studio = DistillProcess.Start(folder.Path, "studio", "runs", "--port", "0", "--json");
        using var client = new HttpClient { BaseAddress = new Uri(JsonDocument.Parse((await studio.StandardOutput.ReadLineAsync())!).RootElement.GetProperty("url").GetString()!) };
        try
        {
            using var training = new RunningDistill(folder.Path, [.. train, "--out", "runs/stopped"]);
            await Until(async () => (await client.GetFromJsonAsync<JsonElement>("/api/runs")).GetProperty("rows").EnumerateArray()
                .Any(row => row.TryGetProperty("progress", out var progress) && progress.GetProperty("epoch").GetDouble() >= 1));
            (await client.PostAsJsonAsync("/api/stop", new { run = "stopped" })).EnsureSuccessStatusCode();
            Assert.Equal(130, training.EndsWith(130));
            Assert.Equal(RunStatus.Interrupted, Status());

            var resumed = await client.PostAsJsonAsync("/api/resume", new { run = "stopped" });
            Assert.True(resumed.IsSuccessStatusCode, await resumed.Content.ReadAsStringAsync());
            await Until(() => Task.FromResult(Status() == RunStatus.Done));
        }
        finally
        {
            studio.Kill();
            await studio.WaitForExitAsync();
        }

        Assert.Equal(0, DistillCommand.Run(folder.Path, [.. train, "--out", "whole"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(folder.File("whole/model.safetensors")), File.ReadAllBytes(folder.File("runs/stopped/model.safetensors")));
    }

    private RunStatus Status() => RunDirectory.Open(folder.File("runs/stopped")).ReadManifest().Status;

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await holds())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
