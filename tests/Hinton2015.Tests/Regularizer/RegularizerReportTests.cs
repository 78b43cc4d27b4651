using Distill.Reports;
using Distill.Runs.Documents;
using Hinton2015.Regularizer;

namespace Hinton2015.Tests.Regularizer;

public sealed class RegularizerReportTests
{
    [Fact]
    public void The_document_reads_as_reviewed() => Approved.Matches("regularizer", DocumentMarkdown.Of(RegularizerReport.Of(SampleRegularizer.Create())));

    [Fact]
    public void Nothing_is_left_of_an_experiment_in_which_no_part_ran() =>
        Assert.Equal(["Recordings and states"], RegularizerReport.Of(SampleRegularizer.None).Sections.Where(section => section.Blocks.Count > 0).Select(section => section.Title));

    private static (string Sentence, RegularizerResults Results)[] Parts()
    {
        var (whole, none) = (SampleRegularizer.Create(), SampleRegularizer.None);
        return
        [
            ("Soft targets as regularisers", none),
            ("On 3\u00A0% of the recordings, soft targets reach 76.6\u00A0% of the accuracy on all", whole),
            ("On all data, 75.7\u00A0% of the test frames are right", whole with { Units = null }),
        ];
    }

    [Fact]
    public void The_sentence_is_of_the_parts_that_ran() =>
        Assert.All(Parts(), part => Assert.Equal(part.Sentence, RegularizerReport.Of(part.Results).Headline));

    public static TheoryData<string> Names() => [.. typeof(RegularizerResults).GetProperties()
        .Where(property => property.CanWrite && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null))
        .Select(property => property.Name)
        .Except(["Data", "Network", "MinutesByPart"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_part_may_be_missing_and_any_may_be_alone(string name)
    {
        var property = typeof(RegularizerResults).GetProperty(name)!;
        var (without, alone) = (SampleRegularizer.Create(), SampleRegularizer.None);
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        Assert.NotEmpty(DocumentMarkdown.Of(RegularizerReport.Of(without)));
        Assert.NotEmpty(DocumentMarkdown.Of(RegularizerReport.Of(alone)));
    }
}
