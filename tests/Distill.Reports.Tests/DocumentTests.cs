using System.Text.Json;
using System.Xml.Linq;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Reports.Tests;

public sealed class DocumentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_document_comes_back_as_written()
    {
        var path = folder.File("document.json");
        SampleDocument.Create().Write(path);
        Assert.Equal(
            JsonSerializer.Serialize(SampleDocument.Create(), RunJson.Options), JsonSerializer.Serialize(Document.Read(path), RunJson.Options));
    }

    [Fact]
    public void The_page_reads_as_reviewed() => Approved.Matches("document", PageText.Outline(Page(SampleDocument.Create())));

    [Fact]
    public void The_Markdown_reads_as_reviewed() => Approved.Matches("document-markdown", DocumentMarkdown.Of(SampleDocument.Create()));

    [Fact]
    public void Page_and_Markdown_have_the_same_figures() =>
        Assert.Equal(Figures.Of(DocumentMarkdown.Of(SampleDocument.Create())), Figures.OfPage(Page(SampleDocument.Create()), "How this was made"));

    [Fact]
    public void A_smoke_run_says_that_its_figures_mean_nothing()
    {
        static IEnumerable<XElement> Warnings(XDocument page) =>
            page.Descendants("p").Where(element => element.Attribute("class")?.Value.StartsWith("warning", StringComparison.Ordinal) == true);

        Assert.Contains("mean nothing", Warnings(Page(SampleDocument.Create() with { Smoke = true })).Single().Value, StringComparison.Ordinal);
        Assert.Empty(Warnings(Page(SampleDocument.Create())));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"format":2,"topic":"a","sentence":"b"}""")]
    [InlineData("""{"topic":"a","sentence":"b","sections":[null]}""")]
    [InlineData("""{"topic":"a","sentence":"b","sections":[{"id":"a","title":"b","introduction":"","blocks":[{"block":"table","caption":"","columns":["a","b"],"rows":[[{"words":"1"}]]}]}]}""")]
    [InlineData("""{"topic":"a","sentence":"b","sections":[{"id":"a","title":"b","introduction":"","blocks":[{"block":"film"}]}]}""")]
    public void A_damaged_document_is_refused(string text)
    {
        var path = folder.File("document.json");
        File.WriteAllText(path, text);
        Assert.Contains(path, Assert.Throws<DistillException>(() => Document.Read(path)).Message, StringComparison.Ordinal);
    }

    private XDocument Page(Document document) =>
        PageText.Parse(ReportWriter.Write(SampleRun.Written(Path.Combine(folder.File(Guid.NewGuid().ToString("N")), "sample"), document).Path));
}
