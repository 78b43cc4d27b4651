using System.Text.Json;
using Distill.Runs;

namespace Distill.Cli.Tests.Kill;

/// <summary>Parts of long work as elements of an array do them: killed, repeated, at once; the result is that of one process.</summary>
public sealed class KilledPartsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public KilledPartsTests()
    {
        Digits.WriteGlyphs(folder.File("some"));
        Done("train", "--data", "some", "--network", "mlp:16", "--epochs", "1", "--out", "generalist", "--resume-if-there");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Labelling_by_elements_of_an_array_one_of_which_is_killed()
    {
        string[] line = ["label", "--data", "some", "--teacher", "generalist", "--out", "parts"];
        Assert.Equal(2, DistillCommand.Run(folder.Path, [.. line, "--part"]).ExitCode);
        File.WriteAllText(folder.File("label.json"), """{ "data": "some", "teacher": ["generalist"], "rowsPerShard": 100 }""");
        line = ["label", "--recipe", "label.json", "--out"];
        Done([.. line, "alone"]);

        // The work is short: now and then the element is done before it is killed.
        using (var killed = new RunningDistill(folder.Path, [.. line, "parts", "--part", "2/3"]))
        {
            using var other = new RunningDistill(folder.Path, [.. line, "parts", "--part", "1/3"]);
            while (!Directory.Exists(folder.File("parts")) || Directory.GetFiles(folder.File("parts"), "targets-00001-*").Length == 0)
            {
                Assert.False(killed.EndsWithin(TimeSpan.FromMilliseconds(1)) && !Directory.Exists(folder.File("parts")), "The element ended with nothing.");
            }

            killed.Kill();
            other.EndsWith(0);
        }

        var refused = DistillCommand.Run(folder.Path, "label", "--finish", "--out", "parts");
        Assert.Equal(2, refused.ExitCode);
        Assert.Matches("targets-0000[23]-of-00020.safetensors", refused.Error);
        Assert.Contains("begun", DistillCommand.Run(folder.Path, "cluster", "status", "parts").Output, StringComparison.Ordinal);

        foreach (var id in new[] { "1", "2" })
        {
            var element = DistillProcess.Run(
                folder.Path,
                [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_COUNT", "3"), ("SLURM_ARRAY_TASK_MIN", "0"), ("SLURM_ARRAY_TASK_MAX", "2")],
                [.. line, "parts", "--part"]);
            Assert.True(element.ExitCode == 0, element.Error);
        }

        Done("label", "--finish", "--out", "parts");
        Assert.Equal(Files("alone"), Files("parts"));
        Assert.Contains("\"Done\"", Done("cluster", "status", "parts", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_by_parts_assign_the_classes_of_one_process()
    {
        string[] examples = ["--data", "some", "--teacher", "generalist/model.safetensors"];
        string[] plan = [.. examples, "--specialists", "3", "--classes-each", "6", "--passes", "1"];
        // Parts count at 1 where nobody says another, and one process would choose.
        Done(["specialists", "assign", .. plan, "--count-temperature", "1", "--out", "alone"]);
        foreach (var part in new[] { "2/2", "1/2", "2/2" })
        {
            Done(["specialists", "count", .. examples, "--out", "counts", "--part", part]);
        }

        Done(["specialists", "assign", .. plan, "--counts", "counts", "--out", "parts", "--resume-if-there"]);
        Assert.Contains("Already done", DistillCommand.Run(folder.Path, ["specialists", "assign", .. plan, "--counts", "counts", "--out", "parts", "--resume-if-there"]).Error, StringComparison.Ordinal);
        Assert.Equal(Sets("alone"), Sets("parts"));
        foreach (var part in new[] { "1/2", "2/2" })
        {
            Done("specialists", "train", "parts", "--part", part);
        }

        Done("specialists", "evaluate", "parts");
        Done("specialists", "train", "alone");
        Assert.Equal(
            RunDirectory.Open(folder.File("alone")).Members().Select(member => File.ReadAllBytes(member.ModelPath)),
            RunDirectory.Open(folder.File("parts")).Members().Select(member => File.ReadAllBytes(member.ModelPath)));
    }

    [Fact]
    public void A_line_that_is_killed_is_repeated_as_it_is()
    {
        string[] line = ["train", "--data", "some", "--network", "mlp:32", "--epochs", "30", "--batch-size", "32", "--set", "training.checkpointMinutes=0", "--resume-if-there", "--out"];
        Done([.. line, "alone"]);
        using (var killed = new RunningDistill(folder.Path, [.. line, "killed"]))
        {
            while (!Directory.Exists(folder.File("killed/checkpoints")) && !killed.EndsWithin(TimeSpan.FromMilliseconds(5)))
            {
            }

            killed.Kill();
        }

        Done([.. line, "killed"]);
        Done([.. line, "killed"]);
        Assert.Equal(File.ReadAllBytes(folder.File("alone/model.safetensors")), File.ReadAllBytes(folder.File("killed/model.safetensors")));
        Assert.Contains("--resume-if-there needs --out", DistillCommand.Run(folder.Path, line[..^1]).Error, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Files(string store) => Directory.GetFiles(folder.File(store))
        .ToDictionary(file => Path.GetFileName(file)!, file => Convert.ToHexString(File.ReadAllBytes(file)));

    private string Sets(string run) => string.Join(';', JsonDocument.Parse(File.ReadAllBytes(RunDirectory.Open(folder.File(run)).AssignmentPath)).RootElement
        .GetProperty("sets").EnumerateArray().Select(set => set.GetProperty("classes").GetRawText()));

    private string Done(params string[] arguments)
    {
        var result = DistillCommand.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }
}
