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

    [Fact]
    public void What_the_page_leaves_out_it_counts()
    {
        IReadOnlyList<Cell> row = [Cell.Of("a"), Cell.Of("b")];
        var plot = new Plot("p", "d", "x", Unit.Count, [new("s", 1, [new(1, [1]), new(2, [2])])]);
        var page = Page(SampleDocument.Create() with
        {
            Sections =
            [
                new("rows", "Rows", "", [new Table("t", ["a", "b"], [.. Enumerable.Repeat(row, 201)])]),
                new("plots", "Plots", "", [.. Enumerable.Repeat(plot, 25)]),
                new("notes", "Notes", "", [.. Enumerable.Repeat(new Note("n"), 104)]),
            ],
        });

        Assert.Equal(
            ["first 200 of 201 rows", "first 24 of 25 plots", "first 100 of 104 parts of this section"],
            page.Descendants("p").Where(note => note.Attribute("class")?.Value == "more").Select(note => note.Value["The page shows the ".Length..note.Value.IndexOf(';', StringComparison.Ordinal)]));
        Assert.DoesNotContain(Page(SampleDocument.Create()).Descendants("p"), note => note.Attribute("class")?.Value == "more");
    }

    [Theory]
    [InlineData("""{"topic":"a","sentence":"b","sections":[{"id":"a","title":"b","introduction":"","blocks":[{"block":"sample","name":"a","image":{"width":2,"height":1,"channels":1,"pixels":"AA=="},"answers":{"caption":"","columns":["a"],"rows":[]}}]}]}""")]
    [InlineData("""{"topic":"a","sentence":"b","sections":[{"id":"a","title":"b","introduction":"","blocks":[{"block":"strip","caption":"a","rows":[{"name":"a","colour":0,"detail":"","errors":[1,2],"seeds":[1]}]}]}]}""")]
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
