using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Distill.Runs;

namespace Distill.Studio.Tests;

/// <summary>Runs are stopped and resumed from the page.</summary>
public sealed class ControlTests : IDisposable
{
    // Stands for the command line: it takes the run's lock as any process does, and says how it was called.
    private const string Resuming = "echo \"$@\" > \"$3/called\"; exec 9> \"$3/run.lock\"; flock 9; sleep 5";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_is_resumed_by_the_command_of_its_kind_and_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Processes are started by a shell of Unix.");
        var run = RunDirectory.CreateAt(folder.File("my run"), SampleFolder.Manifest(RunStatus.Interrupted));
        await using var studio = await Studio.Of(folder.Path, program: ["sh", "-c", Resuming, "sh"]);

        var resumption = await studio.Get("/api/resumption?run=my%20run");
        Assert.Equal($"distill train --resume '{run.Path}'", resumption.GetProperty("command").GetString());
        Assert.True(resumption.GetProperty("canResume").GetBoolean());

        await studio.Post("/api/resume", new { run = "my run" });
        Assert.Equal($"train --resume {run.Path}\n", await File.ReadAllTextAsync(Path.Combine(run.Path, "called")));
        Assert.Contains("already", await Refused(studio, "/api/resume", "my run"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ends_at_once_is_told_with_what_it_said()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Processes are started by a shell of Unix.");
        RunDirectory.CreateAt(folder.File("old"), SampleFolder.Manifest(RunStatus.Failed));
        await using var studio = await Studio.Of(folder.Path, program: ["sh", "-c", "echo the data have gone >&2; exit 2", "sh"]);

        Assert.Contains("could not be resumed: the data have gone", await Refused(studio, "/api/resume", "old"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_that_works_on_a_run_is_asked_to_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A process that holds a lock is made with tools of Linux.");
        using var worker = Process.Start("sh", ["-c", "trap 'exit 7' TERM; while :; do sleep 0.05; done"])!;
        using var held = await Held(Environment.MachineName, worker.Id);
        await using var studio = await Studio.Of(folder.Path);

        await studio.Post("/api/stop", new { run = "live" });
        Assert.True(worker.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(7, worker.ExitCode);
    }

    [Theory]
    [InlineData("elsewhere", 1)]
    [InlineData(null, int.MaxValue)]
    public async Task A_process_that_is_not_there_is_not_signalled(string? host, int process)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A process that holds a lock is made with tools of Linux.");
        using var held = await Held(host ?? Environment.MachineName, process);
        await using var studio = await Studio.Of(folder.Path);
        Assert.Contains("cannot be reached from here", await Refused(studio, "/api/stop", "live"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_done_or_that_nobody_works_on_is_left_alone()
    {
        RunDirectory.CreateAt(folder.File("done"), SampleFolder.Manifest());
        await using var studio = await Studio.Of(folder.Path, program: ["false"]);

        Assert.Contains("No process works on done", await Refused(studio, "/api/stop", "done"), StringComparison.Ordinal);
        Assert.Contains("cannot be resumed", await Refused(studio, "/api/resume", "done"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await studio.Client.PostAsJsonAsync("/api/stop", new { run = "../done" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await studio.Client.PostAsJsonAsync("/api/resume", new { run = "none" })).StatusCode);
    }

    // A run whose lock a process holds, with an owner of our choice in it.
    private async Task<HeldLock> Held(string host, int process)
    {
        var path = Path.Combine(RunDirectory.CreateAt(folder.File("live"), SampleFolder.Manifest(RunStatus.Running)).Path, "run.lock");
        RunJson.Write(path, new ClaimOwner(host, process, DateTimeOffset.UtcNow, "distill train"));
        var held = new HeldLock(Process.Start("flock", [path, "sleep", "60"])!);
        while (!FileClaim.IsHeld(path))
        {
            await Task.Delay(20);
        }

        return held;
    }

    private static async Task<string> Refused(Studio studio, string address, string run)
    {
        var answer = await studio.Client.PostAsJsonAsync(address, new { run });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("detail").GetString()!;
    }

    private sealed class HeldLock(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }
}
