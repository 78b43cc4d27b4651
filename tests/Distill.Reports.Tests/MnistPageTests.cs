using System.Xml.Linq;
using Distill.Reports.Sections.Mnist;
using Distill.Runs.Results;
using Distill.Runs.Results.Mnist;

namespace Distill.Reports.Tests;

public sealed class MnistPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_reads_as_reviewed() => Approved.Matches("mnist", PageText.Outline(Page(SampleMnist.Create())));

    [Fact]
    public void Nothing_but_the_frame_is_left_of_an_experiment_in_which_no_part_ran()
    {
        var page = Page(new MnistResults { TestExamples = 10000 });

        Assert.Equal("Errors of teachers and students", page.Descendants("h1").Single().Value);
        Assert.Equal(["How this was made"], page.Descendants("h2").Select(heading => heading.Value));
    }

    public static TheoryData<string, MnistResults> Parts()
    {
        var whole = SampleMnist.Create();
        var none = new MnistResults { TestExamples = 10000 };
        return new()
        {
            { "The teacher makes 71 test errors", none with { Teacher = whole.Teacher } },
            { "The small net on labels: 149 test errors", none with { Hard = whole.Hard } },
            { "Distilled: 79.2 test errors; the teacher makes 71", none with { Teacher = whole.Teacher, Distilled = whole.Distilled } },
            {
                "Distilled: 79.2 test errors against 149 for the same net on labels",
                none with { Hard = whole.Hard, Distilled = whole.Distilled }
            },
            { "Smoke run. The teacher makes 71 test errors", none with { Teacher = whole.Teacher, Smoke = true } },
        };
    }

    [Theory]
    [MemberData(nameof(Parts), DisableDiscoveryEnumeration = true)]
    public void The_sentence_is_of_the_parts_that_ran(string sentence, MnistResults results) =>
        Assert.Equal(sentence, MnistHero.Sentence(results));

    public static TheoryData<string> Names() => [.. typeof(MnistResults).GetProperties()
        .Where(property => property.Name is not "Format" and not "Smoke" and not "TestExamples" and not "Minutes" and not "MinutesByPart")
        .Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_part_may_be_missing_and_any_may_be_alone(string name)
    {
        var property = typeof(MnistResults).GetProperty(name)!;
        var (without, alone) = (SampleMnist.Create(), new MnistResults { TestExamples = 10000 });
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        Assert.NotEmpty(PageText.Outline(Page(without)));
        Assert.NotEmpty(PageText.Outline(Page(alone)));
    }

    [Fact]
    public void A_smoke_run_says_that_its_figures_mean_nothing()
    {
        static IEnumerable<XElement> Warnings(XDocument page) =>
            page.Descendants("p").Where(element => element.Attribute("class")?.Value.StartsWith("warning", StringComparison.Ordinal) == true);

        Assert.Contains("mean nothing", Warnings(Page(SampleMnist.Create() with { Smoke = true })).Single().Value, StringComparison.Ordinal);
        Assert.Empty(Warnings(Page(SampleMnist.Create())));
    }

    [Fact]
    public void Tests_of_rows_that_are_not_there_keep_their_names() => Assert.Contains(
        "elsewhere against Distilled",
        PageText.Outline(Page(SampleMnist.Create() with { PairedTests = [new PairedTest("elsewhere", "distilled", 1, 2, 0.5)] })),
        StringComparison.Ordinal);

    private XDocument Page(MnistResults results)
    {
        var path = folder.File(Guid.NewGuid().ToString("N"));
        return PageText.Parse(ReportWriter.Write(SampleRun.OfMnist(System.IO.Path.Combine(path, "sample"), results).Path));
    }
}
