using System.Text.Json;
using Distill.Cli.Tests.Kill;
using Distill.Runs;

namespace Distill.Cli.Tests;

/// <summary>Specialists as a user with a trained model types it: several processes at once, one of which is killed.</summary>
public sealed class SpecialistsStoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SpecialistsStoryTests() => Digits.WriteGlyphs(folder.File("some"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Assign_train_in_two_processes_kill_one_resume_evaluate_and_teach()
    {
        Json("train", "--data", "some", "--network", "mlp:32", "--epochs", "3", "--out", "generalist");
        string[] plan =
        [
            "--data", "some", "--teacher", "generalist/model.safetensors", "--specialists", "3", "--classes-each", "6", "--batch-size", "32",
            "--passes", "4", "--set", "specialists.training.checkpointMinutes=0",
        ];
        var assigned = Json(["specialists", "assign", .. plan, "--explain", "--out", "one"]);
        Assert.Equal(3, assigned.GetProperty("specialists").GetArrayLength());
        Assert.All(assigned.GetProperty("specialists").EnumerateArray(), set => Assert.Equal(6, set.GetProperty("classes").GetArrayLength()));
        Assert.True(assigned.GetProperty("specialists")[0].GetProperty("confusions")[0].GetProperty("correlation").GetDouble() > 0);
        var choice = assigned.GetProperty("temperatureChoice");
        Assert.Equal(200, choice.GetProperty("examples").GetInt32());
        Assert.Contains(assigned.GetProperty("countTemperature").GetDouble(), choice.GetProperty("tried").EnumerateArray().Select(one => one.GetProperty("temperature").GetDouble()));
        Json(["specialists", "assign", .. plan, "--out", "two"]);

        // A line that is repeated tells what was chosen before.
        var repeated = DistillCommand.Run(folder.Path, ["specialists", "assign", .. plan, "--out", "one", "--resume-if-there"]);
        Assert.Contains($"Counted at temperature {assigned.GetProperty("countTemperature").GetDouble()}, by 200 held-out examples. Their halves agree by ", repeated.Error, StringComparison.Ordinal);

        File.WriteAllText(folder.File("groups.json"), JsonSerializer.Serialize(Enumerable.Range(0, 16).ToDictionary(number => $"{number}", number => number % 2 == 0 ? "even" : "odd")));
        var soft = Json(["specialists", "assign", .. plan, "--count-temperature", "4", "--groups", "groups.json", "--out", "soft"]);
        Assert.Equal(4, soft.GetProperty("countTemperature").GetDouble());
        Assert.Equal(JsonValueKind.Null, soft.GetProperty("temperatureChoice").ValueKind);
        Assert.InRange(soft.GetProperty("groupAgreement").GetDouble(), -1, 1);
        Assert.NotEqual(assigned.GetProperty("spread").GetDouble(), soft.GetProperty("spread").GetDouble());
        Assert.Contains("adjusted Rand index", File.ReadAllText(folder.File("soft/report.html")), StringComparison.Ordinal);

        Assert.Contains("is missing", Fails("specialists", "evaluate", "one"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            using var terminated = new RunningDistill(folder.Path, "specialists", "train", "two");
            WaitForCheckpoint("two");
            terminated.Terminate();
            terminated.EndsWith(130);
            Assert.Contains(RunDirectory.Open(folder.File("two")).Members(), member => member.ReadManifest().Status == RunStatus.Interrupted);
        }

        Json("specialists", "train", "two");
        using (var killed = new RunningDistill(folder.Path, "specialists", "train", "one"))
        {
            using var other = new RunningDistill(folder.Path, "specialists", "train", "one");
            WaitForCheckpoint("one");
            killed.Kill();
            other.EndsWith(0);
        }

        // What the killed process left, the other may or may not have taken up.
        Json("specialists", "train", "one");
        var again = Json("specialists", "train", "one", "--specialist", "2");
        Assert.Equal((0, 1), (again.GetProperty("trained").GetArrayLength(), again.GetProperty("done").GetArrayLength()));
        Assert.Equal(Models("two"), Models("one"));

        var scores = Json("specialists", "evaluate", "one", "--top-classes", "2");
        Assert.Equal(500, scores.GetProperty("byCover").EnumerateArray().Sum(row => row.GetProperty("examples").GetInt32()));
        Assert.Equal(2, scores.GetProperty("topClasses").GetInt32());
        Assert.Contains("With 3 specialists", File.ReadAllText(folder.File("one/report.html")), StringComparison.Ordinal);

        Assert.Equal(2_000, Json("label", "--data", "some", "--teacher", "one", "--out", "targets").GetProperty("examples").GetInt32());
        Json("train", "--data", "some", "--limit", "500", "--network", "mlp:16", "--epochs", "1", "--targets", "targets");
        Json("train", "--data", "some", "--limit", "500", "--network", "mlp:16", "--epochs", "1", "--teacher", "one");
    }

    [Fact]
    public void A_generalist_of_another_toolkit_is_assigned_for_and_a_store_is_counted()
    {
        Json("train", "--data", "some", "--network", "mlp:32", "--epochs", "3", "--out", "generalist");
        Json("export", "generalist/model.safetensors", "--out", "generalist.onnx");
        string[] plan = ["--data", "some", "--specialists", "3", "--partition", "--passes", "1"];

        var foreign = Json(["specialists", "assign", .. plan, "--teacher", "generalist.onnx", "--out", "foreign"]);
        Assert.Equal(16, foreign.GetProperty("specialists").EnumerateArray().Sum(set => set.GetProperty("classes").GetArrayLength()));
        Assert.Contains("Distil it into one first", Fails("specialists", "train", "foreign"), StringComparison.Ordinal);

        Json("label", "--data", "some", "--teacher", "generalist/model.safetensors", "--top-k", "5", "--temperature", "1", "--out", "targets");
        Json(["specialists", "assign", .. plan, "--teacher", "generalist/model.safetensors", "--targets", "targets", "--full-softmax", "--out", "stored"]);
        Assert.DoesNotContain("temperatureChoice", File.ReadAllText(folder.File("stored/assignment.json")), StringComparison.Ordinal);
        Assert.Contains("no examples are held out", DistillCommand.Run(
            folder.Path, ["specialists", "assign", .. plan, "--teacher", "generalist/model.safetensors", "--held-out", "0", "--out", "none"]).Error, StringComparison.Ordinal);
        Json("specialists", "train", "stored");
        Assert.Contains("specialists", Fails("specialists", "evaluate", "stored", "--top-classes", "17"), StringComparison.Ordinal);
        Assert.Equal(1, Json("specialists", "evaluate", "stored").GetProperty("topClasses").GetInt32());
    }

    [Fact]
    public void Classes_that_cannot_be_assigned_are_a_mistake()
    {
        Json("train", "--data", "some", "--limit", "500", "--network", "mlp:16", "--epochs", "1", "--out", "generalist");
        string[] plan = ["--data", "some", "--limit", "500", "--teacher", "generalist/model.safetensors"];
        Assert.Contains("specialists is 17", Fails(["specialists", "assign", .. plan, "--specialists", "17", "--partition", "--out", "run"]), StringComparison.Ordinal);
        Assert.Contains("did not finish", Fails("specialists", "train", "run"), StringComparison.Ordinal);
        Assert.Contains("classesEach is 16", Fails(["specialists", "assign", .. plan, "--specialists", "2", "--classes-each", "16", "--out", "run"]), StringComparison.Ordinal);
        Json(["specialists", "assign", .. plan, "--specialists", "2", "--classes-each", "15", "--out", "run"]);
        Assert.Contains("is not empty", Fails(["specialists", "assign", .. plan, "--specialists", "2", "--partition", "--out", "run"]), StringComparison.Ordinal);
    }

    private void WaitForCheckpoint(string run)
    {
        while (!Directory.Exists(folder.File(run)) || !RunDirectory.Open(folder.File(run)).Members().Any(member => Directory.Exists(member.CheckpointsPath)))
        {
            Thread.Sleep(10);
        }
    }

    private List<byte[]> Models(string run) =>
        [.. RunDirectory.Open(folder.File(run)).Members().Select(member => File.ReadAllBytes(member.ModelPath))];

    private JsonElement Json(params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, [.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private string Fails(params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        return result.Error;
    }
}
