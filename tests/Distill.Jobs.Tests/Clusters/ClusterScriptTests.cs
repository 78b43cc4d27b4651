using Distill.Jobs.Clusters;
using Distill.Jobs.Clusters.Status;
using Distill.Runs;

namespace Distill.Jobs.Tests.Clusters;

public sealed class ClusterScriptTests : IDisposable
{
    private const string Everything = """
        {
          "name": "glyphs",
          "data": "glyphs-100",
          "limit": 6000,
          "generalist": { "network": { "kind": "mlp", "widths": [48] }, "training": { "duration": { "epochs": 4 } } },
          "specialists": { "count": 6, "classesEach": 20, "passes": 2 },
          "label": { "topK": 20, "temperatures": [2] },
          "student": { "network": { "kind": "mlp", "widths": [48] }, "temperature": 2, "training": { "duration": { "epochs": 1 } } },
          "sweep": { "networks": [{ "kind": "mlp", "widths": [16] }, { "kind": "mlp", "widths": [24] }], "temperatures": [2] },
          "parts": 7,
          "stageResources": { "generalist": { "cpus": 8, "memoryGiB": 16, "minutes": 600 } },
          "slurm": { "partition": "long", "options": ["--constraint=avx512"], "setup": ["module load dotnet"] },
          "kubernetes": { "image": "registry.example/distill:1", "claim": "shared", "folder": "/shared" }
        }
        """;

    private readonly TemporaryFolder folder = new();

    private string Out => folder.File("out");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("slurm")]
    [InlineData("kubernetes")]
    public void AllStagesAreTheReviewedScripts(string scheduler)
    {
        var files = Write(Everything, Enum.Parse<Scheduler>(scheduler, ignoreCase: true));
        Approved.Matches(scheduler, string.Concat(files.Select(name => $"==> {name}\n{File.ReadAllText(Path.Combine(Out, name)).TrimEnd()}\n\n")));
    }

    [Fact]
    public void RanksTrainTogetherWhereTheyAreAskedFor()
    {
        var together = Everything.Replace("\"minutes\": 600", "\"minutes\": 600, \"ranks\": 4", StringComparison.Ordinal);
        Write(together);
        var script = File.ReadAllText(Path.Combine(Out, "generalist.sbatch"));
        Assert.Contains("#SBATCH --ntasks=4\n", script, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --mem-per-cpu=2G\n", script, StringComparison.Ordinal);
        Assert.Matches("srun --kill-on-bad-exit=1 --mpi=pmix .* --ranks\n", script);
        Assert.DoesNotContain("--ranks", File.ReadAllText(Path.Combine(Out, "student.sbatch")), StringComparison.Ordinal);

        Assert.Contains("do not start MPI", Refused(() => Write(together, Scheduler.Kubernetes)), StringComparison.Ordinal);
        Assert.Contains(
            "only generalist and student", Refused(() => Write(together.Replace("\"generalist\": { \"cpus\"", "\"label\": { \"cpus\"", StringComparison.Ordinal))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void StagesThatAreNotAskedForAreLeftOut()
    {
        File.WriteAllText(folder.File("a.onnx"), "model");
        File.WriteAllText(folder.File("b.onnx"), "model");
        var teacher = $"[\"{folder.File("a.onnx")}\", \"{folder.File("b.onnx")}\"]".Replace("\\", "/", StringComparison.Ordinal);
        Write($$"""{ "name": "label", "data": "glyphs", "teacher": {{teacher}}, "label": {} }""");
        Assert.Equal(["submit label", "submit label-finish --dependency=afterok:${job[label]}"], Submissions());
        Write("""{ "name": "train", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] } } }""");
        Assert.Equal(["submit generalist"], Submissions());
    }

    [Fact]
    public void AComparisonHasAnArrayForEachOfItsStages()
    {
        var comparison = File.ReadAllText(Path.Combine(Checkout.Root, "recipes", "specialists.json"));
        Write($$"""{ "name": "compare", "comparison": {{comparison}} }""");
        Assert.Equal(
            [
                "submit teachers", "submit teacher-specialists --dependency=afterok:${job[teachers]}", "submit students --dependency=afterok:${job[teacher-specialists]}",
                "submit comparison --dependency=afterok:${job[students]}",
            ],
            Submissions());
        Assert.Contains("--array=1-9\n", File.ReadAllText(Path.Combine(Out, "students.sbatch")), StringComparison.Ordinal);
        Assert.Contains("distill run comparison.json --out comparison --resume-if-there --part\n", File.ReadAllText(Path.Combine(Out, "students.sbatch")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "a", "data": "glyphs", "comparison": { "name": "b" } }""", "comparison has data and stages of its own")]
    [InlineData("""{ "name": "a" }""", "data is missing")]
    [InlineData("""{ "name": "Bad name", "data": "glyphs" }""", "name is 'Bad name'")]
    [InlineData("""{ "name": "a", "data": "glyphs" }""", "generalist is missing")]
    [InlineData("""{ "name": "a", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] } }, "parts": 0 }""", "parts is 0")]
    [InlineData("""{ "name": "a", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] }, "data": "mnist" } }""", "generalist.data is given once for all stages")]
    [InlineData("""{ "name": "a", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] }, "temperature": 3 } }""", "temperature")]
    [InlineData("""{ "name": "a", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] } }, "specialists": { "count": 1 } }""", "count is 1")]
    [InlineData("""{ "name": "a", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] } }, "label": { "topk": 3 } }""", "topK")]
    [InlineData("""{ "name": "a", "data": "nowhere/photos", "generalist": { "network": { "kind": "mlp", "widths": [] } } }""", "nowhere/photos")]
    [InlineData("""{ "name": "a", "data": "glyphs", "teacher": ["none.onnx"], "label": {} }""", "none.onnx")]
    [InlineData("""{ "name": "a", "data": "glyphs", "generalist": { "network": { "kind": "mlp", "widths": [] } }, "slurm": { "options": ["mem=3G"] } }""", "begins with a hyphen")]
    public void MistakesAreNamed(string recipe, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DistillException>(() => Write(recipe)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void ContainersNeedPathsOfTheirOwn() => Assert.Contains(
        "which begins with a slash",
        Assert.Throws<DistillException>(() => Write("""{ "name": "a", "data": "photos", "teacher": ["a.onnx"], "label": {} }""", Scheduler.Kubernetes)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void BeforeTheFirstJobEveryStageWaits()
    {
        Write(Everything);
        var stages = ClusterStatus.Of(Out);
        Assert.Equal(["generalist", "count", "assign", "specialists", "evaluate", "label", "label-finish", "student", "sweep", "sweep-finish"], stages.Select(stage => stage.Stage));
        Assert.All(stages, stage => Assert.Equal(StageState.Waiting, stage.State));
        Assert.Equal([7, 6, null, 2], new[] { "count", "specialists", "label", "sweep" }.Select(name => stages.Single(stage => stage.Stage == name).Total));
    }

    private static string Refused(Func<object> write) => Assert.Throws<DistillException>(write).Message;

    private string[] Submissions() => [.. File.ReadLines(Path.Combine(Out, "submit.sh")).Where(line => line.StartsWith("submit ", StringComparison.Ordinal))];

    private IReadOnlyList<string> Write(string recipe, Scheduler scheduler = Scheduler.Slurm)
    {
        File.WriteAllText(folder.File("recipe.json"), recipe);
        return ClusterScriptJob.Write(folder.File("recipe.json"), scheduler, Out, ["distill"]);
    }
}
