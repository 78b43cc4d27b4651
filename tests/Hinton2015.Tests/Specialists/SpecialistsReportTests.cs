using Distill.Reports;
using Distill.Runs.Documents;
using Hinton2015.Specialists;

namespace Hinton2015.Tests.Specialists;

public sealed class SpecialistsReportTests
{
    [Fact]
    public void The_document_reads_as_reviewed() => Approved.Matches("specialists", DocumentMarkdown.Of(SpecialistsReport.Of(SampleSpecialistsExperiment.Create())));

    [Fact]
    public void Nothing_is_left_of_an_experiment_in_which_no_part_ran() =>
        Assert.Equal([], SpecialistsReport.Of(SampleSpecialistsExperiment.None).Sections.Where(section => section.Blocks.Count > 0).Select(section => section.Title));

    [Fact]
    public void Each_section_has_an_anchor_of_its_own() =>
        Assert.Distinct(SpecialistsReport.Of(SampleSpecialistsExperiment.Create()).Sections.Select(section => section.Id));

    private static (string Sentence, SpecialistsResults Results)[] Parts()
    {
        var (whole, none) = (SampleSpecialistsExperiment.Create(), SampleSpecialistsExperiment.None);
        return
        [
            ("The generalist has 26.2\u00A0% of the images right", none with { Generalist = whole.Generalist }),
            ("With specialists 5.7\u00A0% more images are right", whole with { GainBeyondControls = null }),
            ("Specialists have 0.5 points more of the images right than the same steps without specialists", whole),
            ("Specialists have 0.4 points fewer of the images right than the same steps without specialists", whole with { GainBeyondControls = SampleSpecialistsExperiment.Beyond("trainedOn", -0.004) }),
            ("Specialists and the same steps without specialists have equally many images right, within what chance makes", whole with { GainBeyondControls = SampleSpecialistsExperiment.Beyond("trainedOn", 0.002) }),
            ("With specialists 1.0\u00A0% fewer images are right", whole with { RelativeGain = -0.01, GainBeyondControls = null }),
            ("Smoke run. A generalist and its specialists", none with { Smoke = true }),
        ];
    }

    [Fact]
    public void The_sentence_is_of_the_parts_that_ran() =>
        Assert.All(Parts(), part => Assert.Equal(part.Sentence, SpecialistsReport.Of(part.Results).Headline));

    public static TheoryData<string> Names() => [.. typeof(SpecialistsResults).GetProperties()
        .Where(property => property.CanWrite && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null))
        .Select(property => property.Name)
        .Except(["Data", "MinutesByPart"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_part_may_be_missing_and_any_may_be_alone(string name)
    {
        var property = typeof(SpecialistsResults).GetProperty(name)!;
        var (without, alone) = (SampleSpecialistsExperiment.Create(), SampleSpecialistsExperiment.None);
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        Assert.NotEmpty(DocumentMarkdown.Of(SpecialistsReport.Of(without)));
        Assert.NotEmpty(DocumentMarkdown.Of(SpecialistsReport.Of(alone)));
    }
}
