using System.Text;
using System.Xml.Linq;
using Distill.Cli.Terminal;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;
using Hinton2015;
using Spectre.Console;

namespace Distill.Cli.Tests;

/// <summary>The committed results, whose page, text and Markdown are one document.</summary>
public sealed class RenderingTests
{
    private const int Wide = 4000;

    public static TheoryData<string> Names => [.. PaperExperiments.All.Select(experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_terminal_and_Markdown_have_the_same_figures(string name)
    {
        var document = Committed(name);
        var markdown = Figures.Of(DocumentMarkdown.Of(document));

        Assert.True(markdown.Count > 100);
        Assert.Equal(markdown, Figures.OfPage(Page(document), "How this was made"));
        // A row of the terminal has the second lines of its cells below all the first ones.
        Assert.Equal(markdown.Order(), Figures.Of(Text(document)).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_the_documentation_holds_the_document(string name)
    {
        var path = Path.Combine(Checkout.Root, "docs", "results", name + ".md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (begin, end) = ($"<!-- document of {name}.json -->\n", "<!-- end of the document -->");
        var (from, to) = (page.IndexOf(begin, StringComparison.Ordinal) + begin.Length, page.IndexOf(end, StringComparison.Ordinal));
        Assert.True(from >= begin.Length && to >= from, $"{path} has no lines '{begin.Trim()}' and '{end}'.");

        var wanted = page[..from] + "\n" + DocumentMarkdown.Of(Committed(name)) + "\n" + page[to..];
        Approved.MatchesFile(path, "results-" + name, wanted, "The page is made from the results.");
    }

    private static Document Committed(string name) =>
        PaperExperiments.All.Single(experiment => experiment.Name == name).DocumentIn(Path.Combine(Checkout.Root, "docs", "results"))!;

    private static XDocument Page(Document document)
    {
        using var folder = new TemporaryFolder();
        var run = RunDirectory.CreateAt(folder.File("run"), RunManifest.Start(
            RunKind.Experiment, System.Text.Json.JsonSerializer.SerializeToElement(new { }), [], new Dictionary<string, Fingerprint>(), [], RunVersions.Current()));
        document.Write(run.DocumentPath);
        return XDocument.Parse(File.ReadAllText(ReportWriter.Write(run.Path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
    }

    private static string Text(Document document)
    {
        var text = new StringWriter(new StringBuilder());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = Wide;
        DocumentText.Show(document, new Screen(json: false, console));
        return text.ToString();
    }
}
