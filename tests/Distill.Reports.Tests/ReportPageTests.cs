using System.Text.RegularExpressions;
using System.Xml.Linq;
using Distill.Runs;
using Distill.Runs.Documents;

namespace Distill.Reports.Tests;

public sealed partial class ReportPageTests : IDisposable
{
    private const string Hostile = "</style></title><script>alert(1)</script>\"' onload='x' &amp; \u0000\u202E<img src=x>";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_recipe_that_failed_tells_why_and_lists_its_members()
    {
        var manifest = SampleRun.Manifest(RunKind.Recipe);
        var run = RunDirectory.CreateAt(folder.File("sample"), manifest);
        run.CreateMember("hard", 1, manifest);
        run.CreateMember("hard", 2, manifest.Resumed());
        run.WriteManifest(manifest.Failed("the disk is full"));

        var outline = PageText.Outline(Page(run));

        Assert.Contains("h1: Failed: the disk is full", outline, StringComparison.Ordinal);
        Assert.Contains("hard-seed-1 | Finished", outline, StringComparison.Ordinal);
        Assert.Contains("hard-seed-2 | Not finished", outline, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_asks_for_nothing()
    {
        foreach (var run in Runs())
        {
            var page = Page(run);
            Assert.All(
                page.Descendants().Attributes().Where(
                    attribute => attribute.Name.LocalName is "src" or "href" or "srcset" or "data" or "action" or "poster"),
                attribute => Assert.Matches("^(data:image/png;base64,|#[a-z]+$)", attribute.Value));
            Assert.DoesNotContain(
                page.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "object" or "base");
            var text = File.ReadAllText(run.ReportPath);
            Assert.DoesNotMatch(@"https?:|url\(|@import|//[a-z]", Base64().Replace(text, ""));
            Assert.Contains("default-src 'none'", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_names_hold_stays_text()
    {
        var sample = SampleDocument.Create();
        var run = SampleRun.Written(folder.File("sample"), sample with
        {
            Topic = Hostile,
            Sentence = Hostile,
            Evidence = Hostile,
            Tiles = [new(Hostile, Hostile, Hostile)],
            Sections = [.. sample.Sections.Select(section => section with { Title = Hostile, Introduction = Hostile, Blocks = [.. section.Blocks.Select(Turned)] })],
        });
        var manifest = run.ReadManifest();
        run.WriteManifest(manifest with
        {
            CommandLine = [Hostile],
            Commit = Hostile,
            Message = Hostile,
            Status = RunStatus.Failed,
            Data = new Dictionary<string, Fingerprint> { [Hostile] = new Fingerprint(Hostile) },
            Versions = new RunVersions(Hostile, Hostile, Hostile, Hostile),
            Machine = new MachineInfo(Hostile, Hostile, 1, 1),
        });

        // A parser that refuses what is not well-formed, and knows only what the page itself contains.
        var page = Page(run);
        var elements = page.Descendants().Select(element => element.Name.LocalName).Distinct();
        Assert.DoesNotContain("script", elements);
        Assert.DoesNotContain(
            page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal(2, page.Descendants("img").Count());
        Assert.Contains("<script>alert(1)</script>", page.Descendants("h1").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', File.ReadAllText(run.ReportPath));
    }

    [Fact]
    public void The_page_is_small()
    {
        var run = SampleRun.Written(folder.File("sample"), SampleDocument.Create());
        Page(run);
        Assert.InRange(new FileInfo(run.ReportPath).Length, 10_000, 50_000);
    }

    [Fact]
    public void Every_plot_and_image_has_a_text_and_every_table_a_caption_and_headers()
    {
        foreach (var page in Runs().Select(Page))
        {
            Accessible(page);
        }
    }

    private static Block Turned(Block block) => block switch
    {
        Table table => new Table(Hostile, [.. table.Columns.Select(_ => Hostile)], [.. table.Rows.Select(row => (IReadOnlyList<Cell>)[.. row.Select(cell => cell with { Words = Hostile, Measure = null, Detail = Hostile })])], table.Kind),
        Plot plot => plot with { Title = Hostile, Description = Hostile, Across = Hostile, Series = [.. plot.Series.Select(series => series with { Name = Hostile })] },
        Strip strip => strip with { Caption = Hostile, Rows = [.. strip.Rows.Select(row => row with { Name = Hostile, Detail = Hostile })] },
        Facts facts => new Facts(Hostile, [.. facts.Entries.Select(fact => fact with { Name = Hostile, Value = Hostile })]),
        Gallery gallery => new Gallery(Hostile, [.. gallery.Pictures.Select(picture => picture with { Name = Hostile, InShort = Hostile })]),
        Sample sample => sample with { Name = Hostile, Answers = (Table)Turned(sample.Answers) },
        Reliability reliability => new Reliability([.. reliability.Diagrams.Select(diagram => diagram with { Name = Hostile })]),
        _ => new Note(Hostile),
    };

    private static void Accessible(XDocument page)
    {
        Assert.All(page.Descendants("img"), image => Assert.NotEmpty(image.Attribute("alt")!.Value));
        Assert.All(
            page.Descendants("svg").Where(svg => svg.Parent!.Name != "svg" && svg.Attribute("aria-hidden") is null),
            svg => Assert.NotEmpty(svg.Attribute("aria-label")!.Value));
        Assert.All(page.Descendants("table"), table =>
        {
            Assert.NotNull(table.Element("caption"));
            Assert.All(table.Descendants("th"), header => Assert.NotNull(header.Attribute("scope")));
            Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal("th", row.Elements().First().Name));
        });
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    private RunDirectory[] Runs() =>
    [
        RunDirectory.CreateAt(folder.File("bare"), SampleRun.Manifest(RunKind.Label)),
        SampleRun.Written(folder.File("document"), SampleDocument.Create()),
    ];

    private static XDocument Page(RunDirectory run) => PageText.Parse(ReportWriter.Write(run.Path));

    [GeneratedRegex("base64,[A-Za-z0-9+/=]*")]
    private static partial Regex Base64();
}
