using Distill.Reports.Markup;
using Distill.Reports.Sections;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>A table of a document as markup.</summary>
internal static class DocumentTable
{
    private const int MostRows = 200, MostColumns = 40;

    public static Html Render(Runs.Documents.Table table)
    {
        var whole = table.WithPaper();
        return whole.Rows.Count == 0 ? default : Sections.Table.Of(
            whole.Caption,
            whole.Kind switch
            {
                TableKind.Narrow => "single",
                TableKind.Captioned => "paired",
                TableKind.Heat => "heat networks",
                _ => "scores",
            },
            Sections.Table.Columns(whole.Columns.Take(MostColumns)),
            whole.Rows.Take(MostRows).Select(row => Sections.Table.Row(
                Header(row[0]), row.Skip(1).Take(MostColumns - 1).Select(cell => whole.Kind == TableKind.Heat ? Heated(cell) : Plain(cell)))));
    }

    private static Html Header(Cell cell) => Html.Of($"{Named(cell)}{Small(cell)}");

    private static Html Plain(Cell cell) => Html.Of($"<td>{Named(cell)}{Small(cell)}</td>");

    private static Html Heated(Cell cell) => Html.Of(
        $"""
        <td{(cell.Chosen ? Html.Of($" class=\"chosen\"") : default)} style="--h:{Math.Clamp(cell.Strength ?? 0, 0, 1) * 60}%">{Named(cell)}{Small(cell)}</td>
        """);

    private static Html Named(Cell cell) => cell switch
    {
        { Colour: { } colour } => RowStyle.Name(colour, cell.Text),
        { Strong: true } => Html.Of($"<b>{cell.Text}</b>"),
        _ => Html.Of($"{cell.Text}"),
    };

    private static Html Small(Cell cell) => Html.Join(cell.Lines.Select(line => Html.Of($"<small>{line}</small>")));
}
