using System.Text;
using System.Xml.Linq;
using Distill.Cli.Terminal;
using Distill.Cli.Verbs;
using Distill.Jobs.Comparisons;
using Distill.Reports;
using Distill.Runs;
using Distill.Runs.Documents;
using Spectre.Console;

namespace Distill.Cli.Tests;

/// <summary>The committed results, whose page, text and Markdown are one document.</summary>
public sealed class RenderingTests
{
    private const int Wide = 4000;
    private const int Terminal = 80;
    private const string Quickstart = "quickstart";
    private const string OneRow = "text-encoder";

    // Of recipes that are no experiments of the paper.
    private static readonly string[] Comparisons = [Quickstart, "text", OneRow, "text-spam", "text-ten", "text-wordnet"];

    public static TheoryData<string> Names => [.. PaperExperiments.All.Select(experiment => experiment.Name), .. Comparisons];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_terminal_and_Markdown_have_the_same_figures(string name)
    {
        var document = Committed(name);
        var markdown = Figures.Of(DocumentMarkdown.Of(document));

        // A comparison of one row has fewer figures.
        Assert.True(markdown.Count > (name == OneRow ? 80 : 100));
        Assert.Equal(markdown, Figures.OfPage(Page(document), "How this was made"));
        // A row of the terminal has the second lines of its cells below all the first ones.
        Assert.Equal(markdown.Order(), Figures.Of(Text(document)).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_line_is_longer_than_the_terminal_and_none_is_lost(string name)
    {
        var document = Committed(name);
        var text = Text(document, Terminal);

        Assert.All(text.Split('\n'), line => Assert.InRange(CellText.Width(line.TrimEnd('\r')), 0, Terminal));
        Assert.Empty(Figures.Of(DocumentMarkdown.Of(document)).Except(Figures.Of(text)));
    }

    [Fact]
    public void The_end_of_a_comparison_is_short_and_names_what_else_the_report_has()
    {
        var text = Text(Committed(Quickstart), Terminal, DocumentText.ShowShort);

        Assert.Contains(" right ", text, StringComparison.Ordinal);
        Assert.Contains("The report also has: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("teacher, T\u00A0=\u00A04", text, StringComparison.Ordinal);
        Assert.InRange(text.Split('\n').Length, 10, 70);
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

    private static Document Committed(string name) => Comparisons.Contains(name)
        ? Compared(Path.Combine(Checkout.Root, "docs", "results", name + ".json"))
        : PaperExperiments.All.Single(experiment => experiment.Name == name).DocumentIn(Path.Combine(Checkout.Root, "docs", "results"))!;

    // As distill report makes it from the results of a run.
    private static Document Compared(string results)
    {
        using var folder = new TemporaryFolder();
        var run = NewRun(folder);
        File.Copy(results, run.ComparisonPath);
        ComparisonJob.WriteDocument(run.Path);
        return Document.Read(run.DocumentPath);
    }

    private static RunDirectory NewRun(TemporaryFolder folder) => RunDirectory.CreateAt(folder.File("run"), RunManifest.Start(
        RunKind.Experiment, System.Text.Json.JsonSerializer.SerializeToElement(new { }), [], new Dictionary<string, Fingerprint>(), [], RunVersions.Current()));

    private static XDocument Page(Document document)
    {
        using var folder = new TemporaryFolder();
        var run = NewRun(folder);
        document.Write(run.DocumentPath);
        return XDocument.Parse(File.ReadAllText(ReportWriter.Write(run.Path)).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
    }

    private static string Text(Document document, int width = Wide, Action<Document, Screen>? show = null)
    {
        var text = new StringWriter(new StringBuilder());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        (show ?? DocumentText.Show)(document, new Screen(json: false, console));
        return text.ToString();
    }
}
