using System.Xml.Linq;
using Distill.Runs.Results.Specialists;

namespace Distill.Reports.Tests;

public sealed class SpecialistsPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_reads_as_reviewed() =>
        Approved.Matches("specialists", PageText.Outline(Page(SampleSpecialists.Assignment(), SampleSpecialists.Scores(), trained: 3)));

    [Fact]
    public void Before_the_evaluation_it_tells_what_was_assigned_and_what_is_trained()
    {
        var page = PageText.Outline(Page(SampleSpecialists.Assignment(), null, trained: 1));
        Assert.Contains("h1: 3 specialists, of 2 to 4 classes each, for conv 24\u201148\u201196, 10", page, StringComparison.Ordinal);
        Assert.Contains("trained 1 of 3 the others are still to train", page, StringComparison.Ordinal);
        Assert.Contains("specialist-1-seed-1 | Finished", page, StringComparison.Ordinal);
        Assert.Contains("specialist-2-seed-2 | Interrupted", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_are_no_images_have_names_alone()
    {
        var page = Page(SampleSpecialists.Assignment() with { Images = null }, null);
        Assert.Empty(page.Descendants("img"));
        Assert.Contains("cat, dog, wolf, lizard", PageText.Outline(page), StringComparison.Ordinal);
    }

    [Fact]
    public void How_the_temperature_was_chosen_is_told()
    {
        var page = PageText.Outline(Page(SampleSpecialists.Assignment() with { CountTemperature = 4, TemperatureChoice = new(1_200, [new(2, 0.5, 1), new(4, 0.9, 1)]) }, null));
        Assert.Contains("answers at temperature 4 are given", page, StringComparison.Ordinal);
        Assert.Contains(
            "chosen on 1,200 held-out examples, by how well the clusters of their halves agree: 0.50 at 2, 0.90 at 4 (adjusted Rand index).", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_specialists_have_a_page_of_bounded_size()
    {
        var sample = SampleSpecialists.Assignment();
        var set = new AssignedSet(sample.Sets[0].Classes, [.. Enumerable.Repeat(sample.Sets[0].Confusions[0], 1000)]);
        var run = SampleRun.OfSpecialists(folder.File("many"), sample with { Sets = [.. sample.Sets, .. Enumerable.Repeat(set, 500)] }, SampleSpecialists.Scores());
        Assert.InRange(new FileInfo(ReportWriter.Write(run.Path)).Length, 20_000, 400_000);
    }

    [Fact]
    public void Whatever_names_hold_stays_text()
    {
        const string hostile = "</title><script>alert(1)</script>\"' onload='x' &amp; \u0000\u202E<img src=x>";
        var sample = SampleSpecialists.Assignment();
        var page = Page(
            sample with
            {
                Dataset = sample.Dataset with { Name = hostile, Classes = [.. sample.Dataset.Classes.Select(name => name + hostile)] },
                Generalist = sample.Generalist with { Name = hostile, CountedFrom = hostile },
            },
            SampleSpecialists.Scores() with { Dataset = hostile });
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "script");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants("img"), image => Assert.StartsWith("data:image/png;base64,", image.Attribute("src")!.Value, StringComparison.Ordinal));
    }

    private XDocument Page(SpecialistAssignment assignment, CombinationScores? scores, int trained = 0) =>
        PageText.Parse(ReportWriter.Write(SampleRun.OfSpecialists(folder.File("sample"), assignment, scores, trained).Path));
}
