using Distill.Runs.Documents;
using Spectre.Console;

namespace Distill.Cli.Terminal;

/// <summary>A document on the terminal.</summary>
internal static class DocumentText
{
    public static void Show(Document document, Screen screen) => Show(document, Filled(document), screen);

    /// <summary>The parts that a document has for its end in short, and the names of the others, which the report has.</summary>
    public static void ShowShort(Document document, Screen screen)
    {
        var sections = Filled(document).ToLookup(section => section.InShort);
        Show(document with { Tiles = [] }, sections[true], screen);
        if (sections[false].Any())
        {
            screen.WriteText($"\nThe report also has: {string.Join("; ", sections[false].Select(section => section.Title))}.");
        }
    }

    private static IEnumerable<Section> Filled(Document document) => document.Sections.Where(section => section.Blocks.Count > 0);

    private static void Show(Document document, IEnumerable<Section> sections, Screen screen)
    {
        screen.WriteText($"{document.Topic}: {document.Headline}. {document.Evidence}".TrimEnd());
        if (document.Tiles.Count > 0)
        {
            DocumentTableText.Show(
                new("", ["", "", ""], [.. document.Tiles.Select(tile => (IReadOnlyList<Cell>)[Cell.Of(tile.Name), Cell.Of(tile.Value), Cell.Of(tile.Detail)])]), screen);
        }

        foreach (var section in sections)
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
                DocumentTableText.Show(table.WithPaper(), screen);
                break;
            case Strip { Rows.Count: > 0 } strip:
                DocumentTableText.Show(strip.AsTable(), screen);
                break;
            case Sample sample:
                DocumentTableText.Show(sample.Answers, screen);
                break;
            case Reliability { Diagrams.Count: > 0 } reliability:
                DocumentTableText.Show(reliability.AsTable(), screen);
                break;
            case Gallery { Pictures.Count: > 0 } gallery:
                DocumentTableText.Show(gallery.AsTable(), screen);
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
}
