using Distill.Reports.Markup;
using Distill.Reports.Sections;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>A document as the body of a page.</summary>
internal static class DocumentPage
{
    private const int MostBlocks = 100;

    public static Html Render(Document document) => Html.Join(
    [
        Hero.Warned(
            document.Smoke,
            Hero.Of(
                document.Topic, document.Headline, Html.Of($"{document.Evidence}"),
                document.Tiles.Take(MostBlocks).Select(tile => Hero.Tile(tile.Name, tile.Value, tile.Detail)))),
        .. document.Sections.Take(MostBlocks).Select(Section),
    ]);

    private static Html Section(Runs.Documents.Section section) =>
        Sections.Section.Of(section.Id, section.Title, Html.Of($"{section.Introduction}"), Html.Join(Blocks(section.Blocks)));

    private static IEnumerable<Html> Blocks(IReadOnlyList<Block> blocks)
    {
        var plots = new List<Plot>();
        foreach (var block in blocks.Take(MostBlocks))
        {
            if (block is Plot plot)
            {
                plots.Add(plot);
                continue;
            }

            yield return DocumentPlots.Render(plots);
            plots.Clear();
            yield return block switch
            {
                Runs.Documents.Table table => DocumentTable.Render(table),
                Strip strip => ErrorStrip.Render(strip),
                Facts facts => Listed(facts),
                Note note => Html.Of($"<p>{note.Text}</p>\n"),
                _ => throw new NotSupportedException(block.GetType().Name),
            };
        }

        yield return DocumentPlots.Render(plots);
    }

    private static Html Listed(Facts facts) => facts.Entries.Count == 0 ? default : Html.Of(
        $"""
        <details><summary>{facts.Title}</summary>
        {facts.Entries.Where(fact => fact.IsCommand).Take(MostBlocks).Select(fact => Html.Of($"<p>{fact.Name}:</p>\n{Provenance.Command(fact.Value)}"))}
        {Provenance.List(facts.Entries.Where(fact => !fact.IsCommand).Take(MostBlocks).Select(fact => (fact.Name, Html.Of($"{fact.Value}"))))}
        </details>
        """);
}
