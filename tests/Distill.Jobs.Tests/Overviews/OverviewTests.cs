using System.Text.Json;
using Distill.Jobs.Overviews;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Metrics;
using Distill.Runs.Results;

namespace Distill.Jobs.Tests.Overviews;

public sealed class OverviewTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 14, 15, 2, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Runs_are_found_in_folders_of_folders_but_not_in_each_other()
    {
        Made("old", Day, errors: 100);
        var young = Made("deep/er/young", Day.AddDays(1), errors: 90);
        young.CreateMember("hard", 1, young.ReadManifest());
        Directory.CreateDirectory(folder.File("empty"));

        var runs = RunList.In(folder.Path);

        Assert.Equal([Path.Combine("deep", "er", "young"), "old"], runs.Select(run => run.Name));
        Assert.Equal([0.91, 0.9], runs.Select(run => run.Right!.Value));
        Assert.Equal([0.8, 0.8], runs.Select(run => run.HeldOutRight!.Value));
        Assert.Equal([4.0, 4.0], runs.Select(run => run.Temperature!.Value));
        Assert.Equal(["garments", "garments"], runs.Select(run => run.Data));
        Assert.Equal([8.0, 8.0], runs.Select(run => run.Seconds!.Value));
    }

    [Fact]
    public void A_run_that_cannot_be_read_is_a_line_that_says_why()
    {
        Made("good", Day, errors: 100);
        File.WriteAllText(Made("bad", Day, errors: 100).ManifestPath, "{ no json");

        var runs = RunList.In(folder.Path);

        Assert.Equal(["good", "bad"], runs.Select(run => run.Name));
        Assert.Null(runs[1].Status);
        Assert.Contains("run.json", runs[1].Message!, StringComparison.Ordinal);
        Assert.Contains("| bad<br>", DocumentMarkdownOf(RunList.AsDocument("here", runs, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_quick_look_finds_what_a_whole_read_finds()
    {
        var number = 0;
        foreach (var kind in Enum.GetValues<RunKind>())
        {
            foreach (var status in Enum.GetValues<RunStatus>())
            {
                var run = Made($"run-{number++}", Day, errors: 10 * number);
                run.WriteManifest(run.ReadManifest() with { Kind = kind, Status = status, Message = status == RunStatus.Failed ? "a „reason“" : null, Finished = status == RunStatus.Running ? null : Day.AddHours(1) });
                using var quick = RunFacts.Quick(run.Path);
                using var whole = RunFacts.Whole(run.Path);

                Assert.NotNull(quick);
                Assert.Equal(
                    (whole.Kind, whole.Status, whole.Started, whole.Finished, whole.Message, whole.Tested),
                    (quick.Kind, quick.Status, quick.Started, quick.Finished, quick.Message, quick.Tested));
                Assert.True(JsonElement.DeepEquals(whole.Configuration, quick.Configuration));
                Assert.True(JsonElement.DeepEquals(whole.Results!.Value, quick.Results!.Value));
            }
        }

        Assert.True(number > 20);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "format 2")]
    [InlineData("\"kind\": \"train\"", "\"kind\": \"trian\"", "run.json")]
    [InlineData("\"kind\": \"train\"", "\"kind\": \"train\", \"kind\": \"train\"", "run.json")]
    [InlineData("\"garments\"", "\"\\ud800\"", "Unicode")]
    public void What_a_quick_look_does_not_understand_is_read_whole(string from, string to, string told)
    {
        var run = Made("run", Day, errors: 10);
        var text = File.ReadAllText(run.ManifestPath);
        File.WriteAllText(run.ManifestPath, text.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(run.ManifestPath));

        Assert.Contains(told, Assert.Single(RunList.In(folder.Path)).Message!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_is_listed_with_the_row_of_its_headline()
    {
        var manifest = Manifest(Day, RunKind.Recipe, new { data = new { set = "garments" } })
            .Done(JsonSerializer.SerializeToElement(new { headline = new { row = "transfer" }, transfer = new { accuracy = 0.88 }, student = new { temperature = 2.0 } }));
        RunDirectory.CreateAt(folder.File("recipe"), manifest);

        var run = Assert.Single(RunList.In(folder.Path));

        Assert.Equal(("transfer", 0.88, 2.0, "garments"), (run.Model!, run.Right!.Value, run.Temperature!.Value, run.Data!));
    }

    [Fact]
    public void Runs_beside_each_other_show_scores_differences_and_curves()
    {
        var document = RunComparison.Of([Made("a", Day, errors: 100).Path, Made("b", Day, errors: 90, rate: 0.01).Path]);

        Assert.Equal("b: 91.00 % right, the most of 2", document.Sentence.Replace('\u00A0', ' '));
        var differences = Assert.IsType<Table>(Assert.Single(document.Sections.Single(section => section.Id == "differences").Blocks));
        Assert.Equal(["rate", "0.001", "0.01"], Assert.Single(differences.Rows).Select(cell => cell.Text));
        var curves = document.Sections.Single(section => section.Id == "curves").Blocks.Cast<Plot>().ToList();
        Assert.Equal(["Loss, training"], curves.Select(plot => plot.Title));
        Assert.Equal(["a", "b"], curves[0].Series.Select(series => series.Name));
        Assert.Empty(document.Sections.Single(section => section.Id == "tests").Blocks);
    }

    [Fact]
    public void Runs_on_different_data_have_no_best()
    {
        var other = Made("b", Day, errors: 1, data: "digits");
        Assert.Contains("do not compare", RunComparison.Of([Made("a", Day, errors: 100).Path, other.Path]).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_stand_beside_each_other_is_said()
    {
        var run = Made("a", Day, errors: 100).Path;
        Assert.Equal("1 run is named; expected 2 to 12.", Assert.Throws<DistillException>(() => RunComparison.Of([run])).Message);
        Assert.Contains("is named twice", Assert.Throws<DistillException>(() => RunComparison.Of([run, run + "/"])).Message, StringComparison.Ordinal);
        Assert.Contains("no folder", Assert.Throws<DistillException>(() => RunComparison.Of([run, folder.File("none")])).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<DistillException>(() => RunList.In(folder.File("none"))).Message, StringComparison.Ordinal);
    }

    private static string DocumentMarkdownOf(Document document) => Reports.DocumentMarkdown.Of(document);

    private RunDirectory Made(string name, DateTimeOffset started, long errors, double rate = 0.001, string data = "garments")
    {
        var manifest = Manifest(started, RunKind.Train, new { data, teacher = new[] { "t.safetensors" }, temperature = 4, rate });
        var run = RunDirectory.CreateAt(folder.File(name), manifest with
        {
            Status = RunStatus.Done,
            Finished = started.AddSeconds(8),
            Results = JsonSerializer.SerializeToElement(new { last = new { errors = 20, cases = 100 } }),
        });
        new EvaluationSummary(data, 1000, "784-10", new TestScores(errors, 0.4, 0.02, 0.2)).Write(run.EvaluationPath);
        using var metrics = new MetricsWriter(run.MetricsPath);
        for (var step = 1; step <= 3; step++)
        {
            metrics.Report(new MetricsRecord(step, step, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = 1.0 / step }));
        }

        return run;
    }

    private static RunManifest Manifest<T>(DateTimeOffset started, RunKind kind, T configuration) => new(
        kind, RunStatus.Running, JsonSerializer.SerializeToElement(configuration), [1], new Dictionary<string, Fingerprint>(), ["distill"],
        new RunVersions("0.1.0", "10.0.0", "0.107.0", "2.10.0"), new MachineInfo("Sample OS 1", "Sample processor", 2, 1L << 30), started);
}
