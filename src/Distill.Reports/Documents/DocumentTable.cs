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
        if (whole.Rows.Count == 0)
        {
            return default;
        }

        var rows = whole.Rows.Take(MostRows).Select(row => whole.Kind switch
        {
            TableKind.Heat => Row(row, Heated),
            TableKind.Bars => BarRow(row),
            _ => Row(row, Plain),
        });
        var markup = Sections.Table.Of(whole.Caption, Style(whole.Kind), Sections.Table.Columns(whole.Columns.Take(MostColumns)), rows);
        return Html.Of(
            $"""
            {(whole.Kind == TableKind.Bars ? Html.Of($"""<div style="--n:{Math.Min(whole.Columns.Count, MostColumns) - 1}">{markup}</div>""") : markup)}
            {LeftOut.Note(whole.Rows.Count, MostRows, "rows")}{LeftOut.Note(whole.Columns.Count, MostColumns, "columns")}
            """);
    }

    /// <summary>A row whose cells with a strength have a bar of that length.</summary>
    /// <param name="row">The cells.</param>
    /// <param name="soft">How many cells behind the first are one, at several temperatures; 0 for none.</param>
    public static Html BarRow(IReadOnlyList<Cell> row, int soft = 0) => soft == 0 ? Row(row, Barred) : Sections.Table.Row(
        Header(row[0]), [TemperaturePicker.Cell([.. row.Skip(1).Take(soft)]), .. row.Skip(1 + soft).Take(MostColumns - 1).Select(Barred)]);

    private static string Style(TableKind kind) => kind switch
    {
        TableKind.Narrow => "single",
        TableKind.Captioned => "paired",
        TableKind.Heat => "heat networks",
        TableKind.Bars => "bars",
        _ => "scores",
    };

    private static Html Row(IReadOnlyList<Cell> row, Func<Cell, Html> cell) =>
        Sections.Table.Row(Header(row[0]), row.Skip(1).Take(MostColumns - 1).Select(cell));

    private static Html Header(Cell cell) => Html.Of($"{Named(cell)}{Small(cell)}");

    private static Html Plain(Cell cell) => Html.Of($"<td>{Named(cell)}{Small(cell)}</td>");

    private static Html Heated(Cell cell) => Html.Of(
        $"""
        <td{(cell.Chosen ? Html.Of($" class=\"chosen\"") : default)} style="--h:{Math.Clamp(cell.Strength ?? 0, 0, 1) * 60}%">{Named(cell)}{Small(cell)}</td>
        """);

    private static Html Barred(Cell cell) => cell is { Strength: { } strength, Colour: { } colour }
        ? Html.Of($"<td>{ShareBar.Of(colour, strength, cell.Text)}{Small(cell)}</td>")
        : Plain(cell);

    private static Html Named(Cell cell) => cell switch
    {
        { Colour: { } colour } => RowStyle.Name(colour, cell.Text),
        { Strong: true } => Html.Of($"<b>{cell.Text}</b>"),
        _ => Html.Of($"{cell.Text}"),
    };

    private static Html Small(Cell cell) => Html.Join(cell.Lines.Select(line => Html.Of($"<small>{line}</small>")));
}
