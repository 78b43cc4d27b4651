using System.Xml.Linq;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;
using Distill.Runs.Results;
using Hinton2015.Mnist;

namespace Hinton2015.Tests.Mnist;

public sealed class MnistReportTests
{
    [Fact]
    public void The_document_reads_as_reviewed() => Approved.Matches("mnist", DocumentMarkdown.Of(MnistReport.Of(SampleMnist.Create())));

    [Fact]
    public void Page_and_Markdown_have_the_same_figures()
    {
        using var folder = new TemporaryFolder();
        var document = MnistReport.Of(SampleMnist.Create());
        var run = RunDirectory.CreateAt(folder.File("page"), Manifests.Of(new MnistExperiment()));
        document.Write(run.DocumentPath);
        var page = XDocument.Parse(File.ReadAllText(ReportWriter.Write(run.Path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));

        Assert.Equal(Figures.Of(DocumentMarkdown.Of(document)), Figures.OfPage(page, "How this was made"));
    }

    [Fact]
    public void Nothing_is_left_of_an_experiment_in_which_no_part_ran() =>
        Assert.Equal([], MnistReport.Of(new MnistResults { TestExamples = 10000 }).Sections.Where(section => section.Blocks.Count > 0).Select(section => section.Title));

    private static (string Sentence, MnistResults Results)[] Parts()
    {
        var (whole, none) = (SampleMnist.Create(), new MnistResults { TestExamples = 10000 });
        return
        [
            ("Errors of teachers and students", none),
            ("The teacher makes 71 test errors", none with { Teacher = whole.Teacher }),
            ("The small net on labels: 149 test errors", none with { Hard = whole.Hard }),
            ("Distilled: 79.2 test errors; the teacher makes 71", none with { Teacher = whole.Teacher, Distilled = whole.Distilled }),
            ("Distilled: 79.2 test errors against 149 for the same net on labels", none with { Hard = whole.Hard, Distilled = whole.Distilled }),
            ("Smoke run. The teacher makes 71 test errors", none with { Teacher = whole.Teacher, Smoke = true }),
        ];
    }

    [Fact]
    public void The_sentence_is_of_the_parts_that_ran() =>
        Assert.All(Parts(), part => Assert.Equal(part.Sentence, MnistReport.Of(part.Results).Headline));

    public static TheoryData<string> Names() => [.. typeof(MnistResults).GetProperties()
        .Where(property => property.CanWrite && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null))
        .Select(property => property.Name)
        .Except(["MinutesByPart"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_part_may_be_missing_and_any_may_be_alone(string name)
    {
        var property = typeof(MnistResults).GetProperty(name)!;
        var (without, alone) = (SampleMnist.Create(), new MnistResults { TestExamples = 10000 });
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        Assert.NotEmpty(DocumentMarkdown.Of(MnistReport.Of(without)));
        Assert.NotEmpty(DocumentMarkdown.Of(MnistReport.Of(alone)));
    }

    [Fact]
    public void Tests_of_rows_that_are_not_there_keep_their_names() => Assert.Contains(
        "elsewhere against Distilled",
        DocumentMarkdown.Of(MnistReport.Of(SampleMnist.Create() with { PairedTests = [new PairedTest("elsewhere", "distilled", 1, 2, 0.5)] })),
        StringComparison.Ordinal);
}
