using System.Text;
using Distill.Runs.Documents;

namespace Distill.Reports;

/// <summary>A document as Markdown, for a repository or a wiki.</summary>
internal static class DocumentMarkdown
{
    /// <summary>The whole document: the sentence, the numbers at a glance, and a heading a section.</summary>
    /// <param name="document">The document.</param>
    public static string Of(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        text.Append(Escaped(document.Topic)).Append(": **").Append(Escaped(document.Headline)).Append(".** ").Append(Escaped(document.Evidence)).Append("\n\n");
        Add(text, new Table("", ["", "", ""], [.. document.Tiles.Select(tile => (IReadOnlyList<Cell>)[Cell.Of(tile.Name), Cell.Of(tile.Value) with { Strong = true }, Cell.Of(tile.Detail)])]));
        foreach (var section in document.Sections.Where(section => section.Blocks.Count > 0))
        {
            text.Append("## ").Append(Escaped(section.Title)).Append("\n\n");
            Paragraph(text, section.Introduction);
            foreach (var block in section.Blocks)
            {
                Add(text, block);
            }
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void Add(StringBuilder text, Block block)
    {
        switch (block)
        {
            case Table { Rows.Count: > 0 } table:
                Paragraph(text, table.Kind == TableKind.Captioned ? table.Caption + "." : "");
                Rows(text, table.WithPaper());
                break;
            case Plot { Series.Count: > 0 } plot:
                Paragraph(text, $"{plot.Title}. {plot.Description}");
                break;
            case Sample sample:
                Paragraph(text, $"{sample.Answers.Caption}{(sample.Why.Length > 0 ? $"; {sample.Why}" : "")}:");
                Rows(text, sample.Answers);
                break;
            case Reliability { Diagrams.Count: > 0 } reliability:
                Rows(text, reliability.AsTable());
                break;
            case Gallery { Pictures.Count: > 0 } gallery:
                Rows(text, gallery.AsTable());
                break;
            case Strip { Rows.Count: > 0 } strip:
                Rows(text, strip.AsTable());
                break;
            case Facts { Entries.Count: > 0 } facts:
                Rows(text, new Table(facts.Title, [facts.Title, ""], [.. facts.Entries.Select(fact => (IReadOnlyList<Cell>)[Cell.Of(fact.Name), Cell.Of(fact.IsCommand ? $"`{fact.Value}`" : fact.Value)])]));
                break;
            case Note note:
                Paragraph(text, note.Text);
                break;
        }
    }

    private static void Rows(StringBuilder text, Table table)
    {
        Row(text, table.Columns.Select(Escaped));
        Row(text, table.Columns.Select((_, column) => column == 0 ? "---" : "---:"));
        foreach (var row in table.Rows)
        {
            Row(text, row.Select(InTable));
        }

        text.Append('\n');
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string InTable(Cell cell)
    {
        var words = Escaped(cell.Text);
        return string.Join("<br>", cell.Lines.Select(Escaped).Prepend(cell.Strong ? $"**{words}**" : words));
    }

    private static void Paragraph(StringBuilder text, string words)
    {
        if (words.Length > 0)
        {
            text.Append(Escaped(words)).Append("\n\n");
        }
    }

    // Text of files must not become markup, and a line break would end a row.
    private static string Escaped(string words) => string.Concat(words.ReplaceLineEndings(" ").Select(letter => letter switch
    {
        '|' or '*' or '<' or '[' or ']' or '\\' => "\\" + letter,
        _ => letter.ToString(),
    }));
}
