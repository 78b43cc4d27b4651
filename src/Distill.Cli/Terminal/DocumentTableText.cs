using Distill.Runs.Documents;
using Spectre.Console;

namespace Distill.Cli.Terminal;

/// <summary>
/// A table of a document on the terminal: as a table where that fits, and otherwise folded, with a line for each column below the cell
/// that heads its row.
/// </summary>
internal static class DocumentTableText
{
    // The first column is words, which may be broken; to fewer cells than that they are hard to read.
    private const int NarrowestHeader = 16;

    // Of the frame: a cell at the left, and for each column a space at either side and the line behind it.
    private const int Edge = 1, AroundColumn = 3;

    private const int Indent = 4;

    public static void Show(Runs.Documents.Table table, Screen screen)
    {
        if (NarrowestWidth(table) <= screen.Width)
        {
            screen.WriteTable(table.Columns, table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Words)]), table.Caption, breakNumbers: false);
            return;
        }

        screen.WriteText(table.Caption);
        foreach (var row in table.Rows)
        {
            screen.WriteIndented(InLine(row[0]), Indent / 2);
            foreach (var (column, cell) in table.Columns.Zip(row).Skip(1))
            {
                screen.WriteIndented(column.Length > 0 ? $"{column}: {InLine(cell)}" : InLine(cell), Indent);
            }
        }
    }

    private static int NarrowestWidth(Runs.Documents.Table table) => Edge + table.Columns.Select((name, column) =>
    {
        var widest = table.Rows.SelectMany(row => Words(row[column]).Split('\n')).Append(name).Max(CellText.Width);
        return AroundColumn + (column == 0 ? Math.Min(widest, NarrowestHeader) : widest);
    }).Sum();

    private static string Words(Cell cell) => string.Join('\n', cell.Lines.Prepend(cell.Text));

    private static string InLine(Cell cell) => string.Join("; ", cell.Lines.Prepend(cell.Text));
}
