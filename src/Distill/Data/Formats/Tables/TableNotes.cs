namespace Distill.Data.Formats.Tables;

/// <summary>What is to be said of a table that was read.</summary>
internal sealed class TableNotes
{
    private readonly List<LeftOut> leftOut = [];
    private readonly List<string> warnings = [];

    public IReadOnlyList<LeftOut> LeftOut => leftOut;

    public IReadOnlyList<string> Warnings => warnings;

    public void Warn(string warning) => warnings.Add(warning);

    /// <summary>Columns were not read.</summary>
    public void Leave(string reason, IEnumerable<int> columns, string[]? header)
    {
        var names = columns.Order().Select(column => Name(column, header)).ToList();
        if (names.Count > 0)
        {
            leftOut.Add(new LeftOut(reason, names.Count, names[0]));
        }
    }

    private static string Name(int column, string[]? header) => header is not null && column < header.Length && header[column].Length > 0
        ? $"'{header[column]}'"
        : $"column {(column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
