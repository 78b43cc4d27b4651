using System.Xml.Linq;
using Distill.Reports.Sections.Speech;
using Distill.Runs.Results.Speech;

namespace Distill.Reports.Tests;

public sealed class SpeechPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_of_section_4_reads_as_reviewed() => Approved.Matches("speech", PageText.Outline(Page(SampleSpeech.Create())));

    [Fact]
    public void The_page_of_section_6_reads_as_reviewed() => Approved.Matches("regularizer", PageText.Outline(Page(SampleSpeech.CreateRegularizer())));

    [Fact]
    public void Nothing_but_the_recordings_is_left_of_an_experiment_in_which_no_part_ran()
    {
        foreach (var (page, title) in new[]
        {
            (Page(SampleSpeech.None), "An ensemble of acoustic models"), (Page(SampleSpeech.NoRegularizer), "Soft targets as regularisers"),
        })
        {
            Assert.Equal(title, page.Descendants("h1").Single().Value);
            Assert.Equal(["Recordings and states", "How this was made"], page.Descendants("h2").Select(heading => heading.Value));
        }
    }

    [Fact]
    public void The_sentence_is_of_the_parts_that_ran()
    {
        var (whole, none) = (SampleSpeech.Create(), SampleSpeech.None);
        Assert.Equal("One net keeps 89\u00A0% of what 3 nets as one gain", SpeechHero.Sentence(whole));
        Assert.Equal("3 nets as one have 77.6\u00A0% of the frames right", SpeechHero.Sentence(whole with { Transferred = null }));
        Assert.Equal("Smoke run. An ensemble of acoustic models", SpeechHero.Sentence(none with { Smoke = true }));
        var regularizer = SampleSpeech.CreateRegularizer();
        Assert.Equal("On 3\u00A0% of the data, soft targets reach 95.4\u00A0% of the accuracy on all", RegularizerHero.Sentence(regularizer));
        Assert.Equal("On all data, 75.7\u00A0% of the test frames are right", RegularizerHero.Sentence(regularizer with { SoftOfFull = null }));
    }

    public static TheoryData<Type, string> Parts() =>
    [
        .. new[] { typeof(SpeechResults), typeof(RegularizerResults) }.SelectMany(type => type.GetProperties()
            .Where(property => property.CanWrite && (!property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null))
            .Select(property => property.Name)
            .Except(["Data", "Network", "MinutesByPart"])
            .Select(name => new TheoryDataRow<Type, string>(type, name))),
    ];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Any_part_may_be_missing_and_any_may_be_alone(Type type, string name)
    {
        var property = type.GetProperty(name)!;
        object without = type == typeof(SpeechResults) ? SampleSpeech.Create() : SampleSpeech.CreateRegularizer();
        object alone = type == typeof(SpeechResults) ? SampleSpeech.None : SampleSpeech.NoRegularizer;
        property.SetValue(alone, property.GetValue(without));
        property.SetValue(without, null);

        foreach (var results in new[] { without, alone })
        {
            Assert.NotEmpty(PageText.Outline(results is SpeechResults speech ? Page(speech) : Page((RegularizerResults)results)));
        }
    }

    private XDocument Page(SpeechResults results) =>
        PageText.Parse(ReportWriter.Write(SampleRun.OfSpeech(Path.Combine(folder.File(Guid.NewGuid().ToString("N")), "sample"), results).Path));

    private XDocument Page(RegularizerResults results) =>
        PageText.Parse(ReportWriter.Write(SampleRun.OfRegularizer(Path.Combine(folder.File(Guid.NewGuid().ToString("N")), "sample"), results).Path));
}
