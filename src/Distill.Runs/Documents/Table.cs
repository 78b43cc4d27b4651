namespace Distill.Runs.Documents;

/// <summary>A table. The first column heads its rows.</summary>
/// <param name="Caption">What it holds.</param>
/// <param name="Columns">The names of the columns; those of the first may be empty.</param>
/// <param name="Rows">The rows, each with a cell a column.</param>
/// <param name="Kind">How it is laid out.</param>
internal sealed record Table(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows, TableKind Kind = TableKind.Wide) : Block
{
    private const string PaperName = "paper";

    /// <summary>The same table with a column of the paper's numbers behind each column in which a measure has one.</summary>
    public Table WithPaper()
    {
        var with = Enumerable.Range(0, Columns.Count)
            .Where(column => Rows.Any(row => column < row.Count && row[column].Measure?.Paper is not null))
            .ToHashSet();
        return with.Count == 0 ? this : this with
        {
            Columns = [.. Columns.SelectMany((name, column) => with.Contains(column) ? new[] { name, PaperName } : [name])],
            Rows = [.. Rows.Select(row => (IReadOnlyList<Cell>)[.. row.SelectMany((cell, column) => with.Contains(column) ? new[] { cell, cell.OfPaper } : [cell])])],
        };
    }

    internal override bool HasHoles() =>
        Columns.Any(name => name is null) || Rows.Any(row => row is null || row.Count != Columns.Count || row.Any(cell => cell is null));
}
