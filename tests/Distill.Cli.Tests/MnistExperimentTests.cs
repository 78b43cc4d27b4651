using System.Text.Json;

namespace Distill.Cli.Tests;

/// <summary>The experiment on MNIST from the command line, on a set of ten classes that takes seconds.</summary>
public sealed class MnistExperimentTests
{
    private static readonly string[] SmallNets =
    [
        "--set", "teacher.network.widths=[24,24]", "--set", "limit.network.widths=[12,12]", "--set", "omitted.network.widths=[12,12]",
    ];

    [Fact]
    public void Parts_run_one_after_another_in_one_run_and_leave_a_report()
    {
        using var folder = new TemporaryFolder();
        Digits.Write(folder.File("digits"));
        var first = DistillCommand.Run(
            folder.Path, ["experiment", "mnist", "--smoke", "--part", "limit", "--out", "run", "--set", "data=digits", .. SmallNets, "--json"]);
        Assert.True(first.ExitCode == 0, first.Error);
        var limit = JsonDocument.Parse(first.Output).RootElement;
        Assert.Equal(200, limit.GetProperty("testExamples").GetInt32());
        Assert.Equal(["20", "50", "100", "1000", "Infinity"], limit.GetProperty("limit").EnumerateArray().Select(entry => entry.GetProperty("T").ToString()));
        Assert.False(limit.TryGetProperty("omit3", out _));
        Assert.Contains("logit matching", first.Error, StringComparison.Ordinal);

        var second = DistillCommand.Run(folder.Path, "experiment", "mnist", "--resume", "run", "--part", "omitted", "--set", "omitted.seeds=[3]", "--json");
        Assert.True(second.ExitCode == 0, second.Error);
        var omitted = JsonDocument.Parse(second.Output).RootElement;
        Assert.Equal(limit.GetProperty("limit").ToString(), omitted.GetProperty("limit").ToString());
        Assert.Equal(20, omitted.GetProperty("omit3").GetProperty("threes").GetInt32());
        Assert.Equal(1, omitted.GetProperty("only78").GetProperty("seeds").GetInt32());
        foreach (var bias in new[] { "priorBias", "testBias" })
        {
            Assert.True(omitted.GetProperty("omit3").GetProperty(bias).TryGetProperty("errorsOn3", out _));
            Assert.InRange(omitted.GetProperty("only78").GetProperty(bias).GetProperty("errorRate").GetDouble(), 0, 1);
        }

        Assert.True(JsonElement.DeepEquals(omitted, JsonDocument.Parse(File.ReadAllText(folder.File("run/mnist.json"))).RootElement));
        Assert.Contains("never saw", File.ReadAllText(folder.File("run/report.html")), StringComparison.Ordinal);

        var refused = DistillCommand.Run(folder.Path, "experiment", "mnist", "--resume", "run", "--set", "limit.seeds=[9]");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("has done limit by another plan", refused.Error, StringComparison.Ordinal);
    }
}
