using System.Text.Json.Nodes;
using Distill.Runs;

namespace Distill.Cli.Tests.Kill;

/// <summary>
/// Kills <c>train</c>, <c>sweep</c>, <c>label</c>, a comparison and a part of an experiment at random moments, each once in
/// every run of the tests, three times where CI=true, and as often as the variable DISTILL_KILLS says, and expects the files of
/// uninterrupted work, byte for byte.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Seldom = 1000;

    // Work that many kills fall into, but not so long that thousands of them take days.
    private static readonly int Length = Math.Min(KilledWork.Kills, 10);
    private static readonly string Images = $"{200 * Length}";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_training_ends_with_the_same_models() =>
        // A checkpoint after every step, so that many kills fall into its writing.
        new KilledWork(run => Train(run, epochs: 10 + (2 * Length), checkpointMinutes: 0), ModelsAlone)
            .EndsLikeUninterruptedWork(folder.Path);

    [Fact]
    public void Killed_sweep_ends_with_the_same_students()
    {
        var model = Teacher();
        new KilledWork(run => Sweep(run, model), run => Read(RunDirectory.Open(run).StudentsPath, "*")).EndsLikeUninterruptedWork(folder.Path);
    }

    [Fact]
    public void Killed_labelling_ends_with_the_same_store()
    {
        var model = Teacher();
        new KilledWork(
            store => new(folder.Path, "label", "--data", "glyphs", "--teacher", model, "--out", store), Everything)
            .EndsLikeUninterruptedWork(folder.Path);
    }

    [Fact]
    public void Killed_comparison_ends_with_the_same_models()
    {
        File.WriteAllText(folder.File("recipe.json"), """
            {
              "name": "small",
              "data": { "set": "glyphs", "limit": 300, "labelled": 0.3 },
              "teacher": { "members": 2, "network": { "kind": "mlp", "widths": [32] }, "training": { "duration": { "epochs": 2 }, "checkpointMinutes": 0 } },
              "student": { "network": { "kind": "mlp", "widths": [16] }, "training": { "duration": { "epochs": 4 }, "checkpointMinutes": 0 } },
              "distillation": { "temperatures": [2, 4] },
              "seeds": [1, 2]
            }
            """);
        new KilledWork(Compare, runs => ModelsAlone(TheRun(runs)!)).EndsLikeUninterruptedWork(folder.Path);
    }

    [Fact]
    public void Killed_part_of_an_experiment_ends_with_the_same_models_and_figures()
    {
        Digits.Write(folder.File("digits"));
        new KilledWork(Experiment, run =>
        {
            var files = Read(run, "*.safetensors");
            var results = JsonNode.Parse(File.ReadAllBytes(RunDirectory.Open(run).PathOf("mnist.json")))!;
            files["limit"] = System.Text.Encoding.UTF8.GetBytes(results["limit"]!.ToJsonString());
            return files.Where(file => !file.Key.Contains("checkpoint", StringComparison.Ordinal)).ToDictionary();
        }).EndsLikeUninterruptedWork(folder.Path);
    }

    [Fact]
    public void Terminated_training_writes_a_checkpoint_and_goes_on_to_the_same_models()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var (whole, parts, epochs) = (folder.File("whole"), "", 20);
        do
        {
            // On a busy machine a short training is done before the signal comes.
            epochs *= 2;
            parts = folder.File($"parts-{epochs}");
        }
        while (!IsTerminated(parts, epochs));

        Finish(() => Train(whole, epochs, Seldom));
        var run = RunDirectory.Open(parts);
        Assert.Equal(RunStatus.Interrupted, run.ReadManifest().Status);
        Assert.NotEmpty(Directory.GetFiles(run.CheckpointsPath));
        Assert.False(File.Exists(run.ModelPath));
        Finish(() => Train(parts, epochs, Seldom));
        Assert.Equal(ModelsAlone(whole), ModelsAlone(parts));
    }

    private string Teacher()
    {
        var taught = DistillCommand.Run(folder.Path, "train", "--data", "glyphs", "--limit", Images, "--network", "mlp:48", "--epochs", "2", "--out", "teacher");
        Assert.True(taught.ExitCode == 0, taught.Error);
        return RunDirectory.Open(folder.File("teacher")).ModelPath;
    }

    private bool IsTerminated(string parts, int epochs)
    {
        using var train = Train(parts, epochs, Seldom);
        // Training has begun once it has recorded something.
        var metrics = new FileInfo(Path.Combine(parts, "metrics.jsonl"));
        while (metrics is not { Exists: true, Length: > 0 } && !train.EndsWithin(TimeSpan.FromMilliseconds(10)))
        {
            metrics.Refresh();
        }

        train.Terminate();
        return train.EndsWith(130, 0) == 130;
    }

    // A process killed in its first moments leaves no run to resume, at most an empty run.json.
    private RunningDistill Train(string run, int epochs, int checkpointMinutes) => RunDirectory.IsRun(run)
        ? new(folder.Path, "train", "--resume", run)
        : new(
            folder.Path, "train", "--data", "glyphs", "--limit", Images, "--network", "mlp:48", "--epochs", $"{epochs}",
            "--batch-size", "32", "--shift", "1", "--set", "network.hiddenDropout=0.1", "--set", $"training.checkpointMinutes={checkpointMinutes}", "--out", run);

    // A recipe's run has a folder that is named by the time.
    private RunningDistill Compare(string runs) => TheRun(runs) is { } run
        ? new(folder.Path, "run", "--resume", run)
        : new(folder.Path, "run", "recipe.json", "--runs", runs);

    private static string? TheRun(string runs) => Directory.Exists(runs) ? Directory.GetDirectories(runs).FirstOrDefault(RunDirectory.IsRun) : null;

    private RunningDistill Experiment(string run) => RunDirectory.IsRun(run)
        ? new(folder.Path, "experiment", "mnist", "--resume", run, "--part", "limit")
        : new(
            folder.Path, "experiment", "mnist", "--smoke", "--part", "limit", "--out", run, "--set", "data=digits", "--set", "teacher.network.widths=[24,24]",
            "--set", "limit.network.widths=[12,12]", "--set", "teacher.training.checkpointMinutes=0", "--set", "limit.training.checkpointMinutes=0");

    private RunningDistill Sweep(string run, string teacher) => RunDirectory.IsRun(run)
        ? new(folder.Path, "sweep", "--resume", run)
        : new(
            folder.Path, "sweep", "--data", "glyphs", "--limit", Images, "--network", "mlp:48", "mlp:16", "--teacher", teacher,
            "--temperatures", "1", "4", "--seeds", "2", "--epochs", $"{2 + Length}", "--batch-size", "32",
            "--set", "grid.training.checkpointMinutes=0", "--out", run);

    private static void Finish(Func<RunningDistill> start)
    {
        using var work = start();
        work.EndsWith(0);
    }

    private static Dictionary<string, byte[]> ModelsAlone(string run)
    {
        Assert.DoesNotContain(Everything(run).Keys, name => name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal));
        return Read(run, "model*");
    }

    private static Dictionary<string, byte[]> Everything(string store) => Read(store, "*");

    private static Dictionary<string, byte[]> Read(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern, SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);
}
