using Distill.Reports;
using Distill.Runs.Documents;
using Hinton2015.Speech;

namespace Hinton2015.Tests.Speech;

public sealed class SpeechReportTests
{
    [Fact]
    public void The_document_reads_as_reviewed() => Approved.Matches("speech", DocumentMarkdown.Of(SpeechReport.Of(SampleSpeech.Create())));

    [Fact]
    public void Nothing_is_left_of_an_experiment_in_which_no_part_ran() =>
        Assert.Equal(["Recordings and states"], SpeechReport.Of(SampleSpeech.None).Sections.Where(section => section.Blocks.Count > 0).Select(section => section.Title));

    [Fact]
    public void Each_section_has_an_anchor_of_its_own() =>
        Assert.Distinct(SpeechReport.Of(SampleSpeech.Create()).Sections.Select(section => section.Id));

    private static (string Sentence, SpeechResults Results)[] Parts()
    {
        var (whole, none) = (SampleSpeech.Create(), SampleSpeech.None);
        return
        [
            ("An ensemble of acoustic models", none),
            ("One net keeps 89\u00A0% of what an ensemble of 3 gains", whole),
            ("An ensemble of 3 nets has 77.6\u00A0% of the frames right", whole with { Transferred = null }),
            ("Smoke run. An ensemble of acoustic models", none with { Smoke = true }),
        ];
    }

    [Fact]
    public void The_sentence_is_of_the_parts_that_ran() =>
        Assert.All(Parts(), part => Assert.Equal(part.Sentence, SpeechReport.Of(part.Results).Headline));

    public static TheoryData<string> Names() => [.. typeof(SpeechResults).GetProperties()
        .Where(property => property.CanWrite && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null))
        .Select(property => property.Name)
        .Except(["Data", "Network", "MinutesByPart"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_part_may_be_missing_and_any_may_be_alone(string name)
    {
        var property = typeof(SpeechResults).GetProperty(name)!;
        var (without, alone) = (SampleSpeech.Create(), SampleSpeech.None);
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        Assert.NotEmpty(DocumentMarkdown.Of(SpeechReport.Of(without)));
        Assert.NotEmpty(DocumentMarkdown.Of(SpeechReport.Of(alone)));
    }
}
