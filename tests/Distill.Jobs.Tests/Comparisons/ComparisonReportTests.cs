using System.Text.Json;
using System.Xml.Linq;
using Distill.Jobs.Comparisons;
using Distill.Jobs.Comparisons.Reporting;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Results;

namespace Distill.Jobs.Tests.Comparisons;

public sealed class ComparisonReportTests : IDisposable
{
    private const string Hostile = "</style></title><script>alert(1)</script>\"' onload='x' &amp; <img src=x>";

    private readonly TemporaryFolder folder = new();

    private readonly Comparison sample = SampleComparison.Create();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_document_reads_as_reviewed() => Approved.Matches("comparison", DocumentMarkdown.Of(ComparisonReport.Of(sample)));

    [Fact]
    public void Page_and_Markdown_have_the_same_figures() => Assert.Equal(
        Figures.Of(DocumentMarkdown.Of(ComparisonReport.Of(sample))), Figures.OfPage(Page(sample), "How this was made"));

    [Fact]
    public void Without_a_label_the_sentence_says_so_and_names_what_all_labels_give()
    {
        var full = sample.Rows[0] with { Id = "hardFull", Label = "Labels alone, all", ExamplesUsed = 54000, LabelsUsed = 54000 };
        var free = sample with { HeldOutGrid = null, Rows = [.. sample.Rows, full], Headline = new Headline("transfer", "hard", "hardFull") };

        Assert.Equal(
            "Without a single label: 89.8 % right, taught by the teacher; 84.6 % from 6,000 labels alone, 84.6 % from all 54,000", Plain(ComparisonSentence.Of(free)));
        // Temperatures that held-out labels chose need these labels.
        Assert.Equal(
            "Distilled, all images, no labels: 89.8 % right; labels alone: 84.6 %",
            Plain(ComparisonSentence.Of(sample with { Headline = new Headline("transfer", "hard") })));
    }

    [Fact]
    public void Labels_that_chose_the_temperature_are_counted()
    {
        Assert.Equal("Distilled, same images: 85.8 % right with 12,000 labels; labels alone: 84.6 % with 6,000 labels", Plain(ComparisonSentence.Of(sample)));
        Assert.Contains("T and weight were chosen on 6,000 held-out labels", Plain(ComparisonSentence.Evidence(sample)), StringComparison.Ordinal);
        Assert.DoesNotContain("better teacher", ComparisonSentence.Evidence(sample), StringComparison.Ordinal);
        var errors = (long)Math.Ceiling(sample.Rows.First(row => row.Id == "hard").MeanErrors);
        var weak = sample with { Teacher = sample.Teacher! with { Test = sample.Teacher.Test with { Errors = errors } } };
        Assert.EndsWith("It makes no fewer errors than labels alone, so a better teacher is needed.", ComparisonSentence.Evidence(weak), StringComparison.Ordinal);
        Assert.Equal(
            ["–", "6,000", "12,000", "6,000"],
            Rows(sample, "results").Select(row => row[2].Text));
        Assert.Equal(
            ["–", "6,000", "6,000", "0"],
            Rows(sample with { HeldOutGrid = null }, "results").Select(row => row[2].Text));
    }

    [Theory]
    [InlineData("hard", "distilled", 0.0118)]
    [InlineData("distilled", "hard", -0.0118)]
    public void The_difference_is_that_of_the_headlines_row_whichever_a_test_names_first(string first, string second, double estimate)
    {
        var (lower, upper) = estimate > 0 ? ("1.08", "1.38") : ("0.98", "1.28");

        Assert.StartsWith(
            $"Better at each of 3 seeds: 1.18 points more of the test examples right, 95 % interval {lower} to {upper} over seeds and cases; p = 0.012 over 3 seeds. ",
            Plain(ComparisonSentence.Evidence(Tested(first, second, estimate, 0.002))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_may_be_chance_is_called_so() => Assert.Contains(
        "The interval holds 0, so the difference may be chance.", ComparisonSentence.Evidence(Tested("hard", "distilled", 0.0005, 0.002)), StringComparison.Ordinal);

    [Fact]
    public void A_result_that_failed_is_not_praised()
    {
        var turned = sample with { Headline = new Headline("hard", "distilled"), HeldOutGrid = null, Teacher = null, PairedTests = null };
        Assert.Equal("Labels alone: 84.6 % right; distilled, same images: 85.8 %", Plain(ComparisonSentence.Of(turned)));
        Assert.Equal("Better at 0 of 3 seeds.", ComparisonSentence.Evidence(turned));
    }

    [Fact]
    public void A_smoke_run_claims_nothing()
    {
        var document = ComparisonReport.Of(sample with { IsSmoke = true });
        Assert.Equal("Smoke run. All steps ran, on so little data that the figures mean nothing", document.Headline);
        Assert.Empty(document.Evidence);
    }

    [Fact]
    public void A_comparison_of_one_row_with_nothing_optional_has_a_document()
    {
        var page = Page(new Comparison(
            "Bare", sample.Dataset, sample.Student with { Throughput = null, Temperature = null, HardWeight = null },
            [sample.Rows[0] with { Seeds = [sample.Rows[0].Seeds[0] with { Curve = [] }], Reliability = null }]));

        Assert.Equal(["Test errors", "Comparison", "Probabilities", "How this was made"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal("Labels alone: 84.7 % right", Plain(page.Descendants("h1").Single().Value));
    }

    [Fact]
    public void Whatever_names_hold_stays_text()
    {
        var page = Page(sample with
        {
            Title = Hostile,
            Dataset = sample.Dataset with { Name = Hostile, Classes = [.. sample.Dataset.Classes.Select(name => name + Hostile)] },
            Student = sample.Student with { Description = Hostile },
            Teacher = sample.Teacher! with { Description = Hostile },
            Rows = [.. sample.Rows.Select(row => row with { Label = Hostile })],
            HeldOutGrid = sample.HeldOutGrid! with { Criterion = Hostile },
        });

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal(sample.Samples!.Count + sample.Mistakes!.Count(mistake => mistake.Image is not null), page.Descendants("img").Count());
    }

    [Fact]
    public void Whatever_the_file_holds_brings_a_document_or_the_documented_error()
    {
        var run = Directory(folder.File("run"));
        sample.Write(run.ComparisonPath);
        var whole = File.ReadAllBytes(run.ComparisonPath);
        foreach (var number in Enumerable.Range(0, Mutations.Count(200)))
        {
            File.WriteAllBytes(run.ComparisonPath, Mutations.Of(whole, number));
            try
            {
                ComparisonJob.WriteDocument(run.Path);
                Assert.NotEmpty(DocumentMarkdown.Of(Document.Read(run.DocumentPath)));
            }
            catch (DistillException)
            {
            }
        }
    }

    private Comparison Tested(string first, string second, double estimate, double above) => sample with
    {
        PairedTests =
        [
            new PairedTest(first, second, 2, 1)
            {
                IntervalSeedsAndCases = new Interval(estimate, estimate - 0.001, estimate + above, 0.95),
                OverSeeds = new SeedsTest(0.012, 3),
            },
        ],
    };

    private static IReadOnlyList<IReadOnlyList<Cell>> Rows(Comparison comparison, string id) =>
        Assert.IsType<Table>(Assert.Single(ComparisonReport.Of(comparison).Sections.Single(section => section.Id == id).Blocks)).Rows;

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private static RunDirectory Directory(string path) => RunDirectory.CreateAt(path, RunManifest.Start(
        RunKind.Recipe, JsonSerializer.SerializeToElement(new { }), [1], new Dictionary<string, Fingerprint>(), ["distill"], RunVersions.Current()));

    // From a folder that has comparison.json alone, as those of older versions do.
    private XDocument Page(Comparison comparison)
    {
        var run = Directory(folder.File("page"));
        comparison.Write(run.ComparisonPath);
        ComparisonJob.WriteDocument(run.Path);
        return XDocument.Parse(File.ReadAllText(ReportWriter.Write(run.Path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
    }
}
