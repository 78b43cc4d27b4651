using System.Text.Json;
using System.Xml.Linq;
using Distill.Jobs.Tests.Comparisons;
using Distill.Jobs.Training;
using Distill.Jobs.Training.Reporting;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Metrics;
using Distill.Runs.Results;
using Distill.Training;

namespace Distill.Jobs.Tests.Training;

public sealed class TrainingReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_document_of_a_distillation_reads_as_reviewed() =>
        Approved.Matches("distillation", DocumentMarkdown.Of(Written(Distilled())).Replace(folder.Path, "FOLDER", StringComparison.Ordinal));

    [Fact]
    public void Page_and_Markdown_have_the_same_figures()
    {
        var run = Distilled();
        var markdown = DocumentMarkdown.Of(Written(run)).Replace(run.Path, "", StringComparison.Ordinal);
        Assert.Equal(Figures.Of(markdown), Figures.OfPage(Page(run, run.Path), "How this was made"));
    }

    [Fact]
    public void A_run_of_an_earlier_version_shows_its_scores()
    {
        var run = Run(Manifest().Done(null));
        new EvaluationSummary("made-up garments, test", 10000, "784-128-10", new TestScores(1533, 0.46, 0.047, 0.226, 0.97), 5, 118282, 117760).Write(run.EvaluationPath);

        var document = Written(run);

        Assert.Equal("784-128-10: 84.7 % of 10,000 test examples right", document.Sentence.Replace('\u00A0', ' '));
        Assert.Contains("0.460", DocumentMarkdown.Of(document), StringComparison.Ordinal);
        Assert.DoesNotContain("teacher", DocumentMarkdown.Of(document), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_has_its_curves_and_the_command_that_resumes_it()
    {
        var run = Run(Manifest().Interrupted());
        Measure(run, 50);

        var document = Written(run);

        Assert.Equal("Interrupted; it can be resumed", document.Sentence);
        Assert.Equal($"Resume it with: distill train --resume {run.Path}", document.Evidence);
        Assert.Equal(["Loss"], document.Sections.Single().Blocks.Cast<Plot>().Select(plot => plot.Title));
    }

    [Fact]
    public void A_long_training_has_no_more_points_than_a_plot_and_ends_where_it_ended()
    {
        var curve = Assert.IsType<Plot>(MetricCurves.Of(Enumerable.Range(1, 100_001).Select(step =>
            new MetricsRecord(step, step / 10.0, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = 1.0 / step }))).Blocks.Single()).Series.Single();

        Assert.InRange(curve.Points.Count, 200, 402);
        Assert.Equal(10_000.1, curve.Points[^1].X);
        Assert.Equal(1.0 / 100_001, curve.Points[^1].Values[0]);
        Assert.Equal(curve.Points.OrderBy(point => point.X), curve.Points);
    }

    [Theory]
    [InlineData("evaluation.json")]
    [InlineData("comparison.json")]
    [InlineData("metrics.jsonl")]
    [InlineData("run.json")]
    public void Whatever_a_file_holds_brings_a_document_or_the_documented_error(string file)
    {
        var run = Distilled();
        if (file == "evaluation.json")
        {
            new EvaluationSummary("made-up garments, test", 10000, "784-128-10", new TestScores(1533, 0.46, 0.047, 0.226)).Write(run.EvaluationPath);
            File.Delete(run.ComparisonPath);
        }

        var path = Path.Combine(run.Path, file);
        var whole = File.ReadAllBytes(path);
        foreach (var number in Enumerable.Range(0, Mutations.Count(100)))
        {
            File.WriteAllBytes(path, Mutations.Of(whole, number));
            try
            {
                TrainJob.WriteDocument(run.Path);
                if (File.Exists(run.DocumentPath))
                {
                    Assert.NotEmpty(DocumentMarkdown.Of(Document.Read(run.DocumentPath)));
                }
            }
            catch (DistillException)
            {
            }
        }
    }

    private RunDirectory Distilled()
    {
        var sample = SampleComparison.Create();
        var row = sample.Rows[1] with { Id = "student", Label = "Student", Seeds = [sample.Rows[1].Seeds[0]] };
        var result = new TrainingResult(true, 2000, 20, 40_100, new Distill.Training.HeldOutScore(2000, 20, 6000, 870, 0.41), new Distill.Training.HeldOutScore(1800, 18, 6000, 861, 0.4));
        var run = Run(Manifest().Done(JsonSerializer.SerializeToElement(result, RunJson.Options)) with { Finished = new DateTimeOffset(2026, 3, 1, 14, 18, 10, TimeSpan.Zero) });
        Measure(run, 200);
        (sample with
        {
            Title = "Training",
            Rows = [row],
            Headline = null,
            PairedTests = null,
            HeldOutGrid = null,
            ConfusedPairs = [.. sample.ConfusedPairs!.Select(pair => pair with { Rows = new Dictionary<string, double> { ["student"] = pair.Rows["distilled"] } })],
            Samples = [.. sample.Samples!.Select(example => example with { Students = [example.Students[1] with { Row = "student" }] })],
        }).Write(run.ComparisonPath);
        return run;
    }

    private static void Measure(RunDirectory run, int steps)
    {
        using var metrics = new MetricsWriter(run.MetricsPath);
        for (var step = 1; step <= steps; step++)
        {
            metrics.Report(new MetricsRecord(step, step / 10.0, MetricsKind.Train, new Dictionary<string, double> { ["loss"] = 0.3 + (1.0 / step) }));
        }
    }

    private static RunManifest Manifest() => new(
        RunKind.Train,
        RunStatus.Running,
        JsonSerializer.SerializeToElement(new { data = "garments" }),
        [1],
        new Dictionary<string, Fingerprint>(),
        ["distill", "train"],
        new RunVersions("0.1.0", "10.0.0", "0.107.0", "2.10.0"),
        new MachineInfo("Sample OS 1", "Sample processor at 1 GHz", 2, 24L << 30),
        new DateTimeOffset(2026, 3, 1, 14, 15, 2, TimeSpan.Zero));

    private RunDirectory Run(RunManifest manifest) => RunDirectory.CreateAt(folder.File("run"), manifest);

    private static Document Written(RunDirectory run)
    {
        TrainJob.WriteDocument(run.Path);
        return Document.Read(run.DocumentPath);
    }

    // The paths of commands hold figures of their own.
    private static XDocument Page(RunDirectory run, string path) => XDocument.Parse(
        File.ReadAllText(ReportWriter.Write(run.Path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace(path, "", StringComparison.Ordinal));
}
