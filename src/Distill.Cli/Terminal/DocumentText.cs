using Distill.Runs.Documents;

namespace Distill.Cli.Terminal;

/// <summary>A document on the terminal.</summary>
internal static class DocumentText
{
    public static void Show(Document document, Screen screen)
    {
        screen.WriteText($"{document.Topic}: {document.Headline}. {document.Evidence}".TrimEnd());
        if (document.Tiles.Count > 0)
        {
            screen.WriteTable(["", "", ""], document.Tiles.Select(tile => (IReadOnlyList<string>)[tile.Name, tile.Value, tile.Detail]));
        }

        foreach (var section in document.Sections.Where(section => section.Blocks.Count > 0))
        {
            screen.WriteText($"\n{section.Title}");
            screen.WriteText(section.Introduction);
            foreach (var block in section.Blocks)
            {
                Show(block, screen);
            }
        }
    }

    private static void Show(Block block, Screen screen)
    {
        switch (block)
        {
            case Runs.Documents.Table { Rows.Count: > 0 } table:
                Show(table.WithPaper(), screen);
                break;
            case Strip { Rows.Count: > 0 } strip:
                Show(strip.AsTable(), screen);
                break;
            case Plot { Series.Count: > 0 } plot:
                screen.WriteText($"{plot.Title}. {plot.Description}");
                break;
            case Facts facts:
                foreach (var fact in facts.Entries)
                {
                    screen.WriteText($"{fact.Name}: {fact.Value}");
                }

                break;
            case Note note:
                screen.WriteText(note.Text);
                break;
        }
    }

    private static void Show(Runs.Documents.Table table, Screen screen) => screen.WriteTable(
        table.Columns, table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(cell => string.Join('\n', cell.Lines.Prepend(cell.Text)))]), table.Caption);
}
