using Distill.Reports.Markup;
using Distill.Reports.Sections;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>A document as the body of a page.</summary>
internal static class DocumentPage
{
    private const int MostBlocks = 100;

    /// <param name="document">The document.</param>
    /// <param name="ofRun">Whether how the run was made follows it on the page.</param>
    public static Html Render(Document document, bool ofRun = false)
    {
        var sections = document.Sections.Where(section => section.Blocks.Count > 0).ToList();
        return Html.Join(
        [
            Hero.Warned(
                document.Smoke,
                Hero.Of(
                    document.Topic, document.Headline, Html.Of($"{document.Evidence}"),
                    document.Tiles.Take(MostBlocks).Select(tile => Hero.Tile(tile.Name, tile.Value, tile.Detail)))),
            LeftOut.Note(document.Tiles.Count, MostBlocks, "numbers at a glance"),
            Contents(sections.Take(MostBlocks).ToList(), ofRun),
            .. sections.Take(MostBlocks).Select(Section),
            LeftOut.Note(sections.Count, MostBlocks, "sections"),
        ]);
    }

    // A page of two parts is seen at once.
    private static Html Contents(IReadOnlyList<Runs.Documents.Section> sections, bool ofRun) => sections.Count < 3 ? default : Html.Of(
        $"""
        <nav class="contents" aria-label="Contents">
        {sections.Select(section => Html.Of($"<a href=\"#{section.Id}\">{section.Title}</a>\n"))}{(ofRun ? Html.Of($"<a href=\"#made\">How this was made</a>") : default)}
        </nav>

        """);

    private static Html Section(Runs.Documents.Section section) =>
        Sections.Section.Of(section.Id, section.Title, Html.Of($"{section.Introduction}"), Html.Join(Blocks(section.Blocks)));

    // Neighbours of a kind that stand together are gathered first.
    private static IEnumerable<Html> Blocks(IReadOnlyList<Block> blocks)
    {
        List<Plot> plots = [];
        List<Sample> samples = [];
        foreach (var block in blocks.Take(MostBlocks))
        {
            if (block is not Plot)
            {
                yield return DocumentPlots.Render(plots);
                plots.Clear();
            }

            if (block is not Sample)
            {
                yield return DocumentSamples.Render(samples);
                samples.Clear();
            }

            switch (block)
            {
                case Plot plot:
                    plots.Add(plot);
                    break;
                case Sample sample:
                    samples.Add(sample);
                    break;
                default:
                    yield return Alone(block);
                    break;
            }
        }

        yield return DocumentPlots.Render(plots);
        yield return DocumentSamples.Render(samples);
        yield return LeftOut.Note(blocks.Count, MostBlocks, "parts of this section");
    }

    private static Html Alone(Block block) => block switch
    {
        Runs.Documents.Table table => DocumentTable.Render(table),
        Strip strip => ErrorStrip.Render(strip),
        Reliability reliability => ReliabilityDiagrams.Render(reliability),
        Gallery gallery => DocumentGallery.Render(gallery),
        Facts facts => Listed(facts),
        Note note => Html.Of($"<p>{note.Text}</p>\n"),
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static Html Listed(Facts facts) => facts.Entries.Count == 0 ? default : Html.Of(
        $"""
        <details><summary>{facts.Title}</summary>
        {facts.Entries.Take(MostBlocks).Where(fact => fact.IsCommand).Select(fact => Html.Of($"<p>{fact.Name}:</p>\n{Provenance.Command(fact.Value)}"))}
        {Provenance.List(facts.Entries.Take(MostBlocks).Where(fact => !fact.IsCommand).Select(fact => (fact.Name, Html.Of($"{fact.Value}"))))}
        {LeftOut.Note(facts.Entries.Count, MostBlocks, "facts")}
        </details>
        """);
}
