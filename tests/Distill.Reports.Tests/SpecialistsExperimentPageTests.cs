using System.Xml.Linq;
using Distill.Reports.Sections.Specialists;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Tests;

public sealed class SpecialistsExperimentPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_reads_as_reviewed() => Approved.Matches("specialists-experiment", PageText.Outline(Page(SampleSpecialistsExperiment.Create())));

    [Fact]
    public void Nothing_but_the_frame_is_left_of_an_experiment_in_which_no_part_ran()
    {
        var page = Page(SampleSpecialistsExperiment.None);
        Assert.Equal("A generalist and its specialists", page.Descendants("h1").Single().Value);
        Assert.Equal(["How this was made"], page.Descendants("h2").Select(heading => heading.Value));
    }

    public static TheoryData<string, SpecialistsResults> Parts()
    {
        var (whole, none) = (SampleSpecialistsExperiment.Create(), SampleSpecialistsExperiment.None);
        return new()
        {
            { "The generalist has 26.2\u00A0% of the images right", none with { Generalist = whole.Generalist } },
            { "With specialists 5.7\u00A0% more images are right", whole with { DistilledBack = null } },
            { "With specialists 5.7\u00A0% more images are right; one net distilled from them keeps 107\u00A0% of the gain", whole },
            { "With specialists 1.0\u00A0% fewer images are right", whole with { RelativeGain = -0.01 } },
            { "Smoke run. A generalist and its specialists", none with { Smoke = true } },
        };
    }

    [Theory]
    [MemberData(nameof(Parts), DisableDiscoveryEnumeration = true)]
    public void The_sentence_is_of_the_parts_that_ran(string sentence, SpecialistsResults results) =>
        Assert.Equal(sentence, SpecialistsExperimentHero.Sentence(results));

    public static TheoryData<string> Names() =>
        [.. typeof(SpecialistsResults).GetProperties().Where(property => !property.PropertyType.IsValueType && property.CanWrite).Select(property => property.Name).Except(["Data", "MinutesByPart"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_part_may_be_missing_and_any_may_be_alone(string name)
    {
        var property = typeof(SpecialistsResults).GetProperty(name)!;
        var (without, alone) = (SampleSpecialistsExperiment.Create(), SampleSpecialistsExperiment.None);
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        Assert.NotEmpty(PageText.Outline(Page(without)));
        Assert.NotEmpty(PageText.Outline(Page(alone)));
    }

    private XDocument Page(SpecialistsResults results)
    {
        var path = folder.File(Guid.NewGuid().ToString("N"));
        return PageText.Parse(ReportWriter.Write(SampleRun.OfSpecialistsExperiment(Path.Combine(path, "sample"), results).Path));
    }
}
