using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>The first records of a table, by which the rest is understood.</summary>
/// <param name="First">The first record.</param>
/// <param name="Below">Those after it, in their order.</param>
/// <param name="Whole">Whether the table has no more.</param>
internal sealed record TableSample(string[] First, IReadOnlyList<string[]> Below, bool Whole)
{
    private const int MostRecords = 2000;

    /// <summary>Reads the first lines.</summary>
    /// <param name="lines">The text, which may end within a line.</param>
    /// <param name="whole">Whether it is all of the text.</param>
    /// <param name="separator">What stands between fields.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DistillException">The text is empty, or a quote is wrong.</exception>
    public static TableSample Of(string lines, bool whole, char separator, string where)
    {
        var records = new CsvRecords(new StringReader(lines), separator, where);
        var (rows, fields) = (new List<string[]>(), new List<string>());
        try
        {
            while (rows.Count <= MostRecords && records.Next(fields))
            {
                rows.Add([.. fields]);
            }
        }
        catch (DistillException) when (!whole && rows.Count > 0)
        {
            // A quoted field goes on after the end of the sample.
            return new(rows[0], rows[1..], false);
        }

        if (rows.Count == 0)
        {
            throw new DistillException($"{where} is empty; expected a row for each example.");
        }

        var all = whole && rows.Count <= MostRecords;
        return new(rows[0], all || rows.Count is 1 or > MostRecords ? rows[1..] : rows[1..^1], all);
    }

    /// <summary>The rows of examples.</summary>
    /// <param name="header">Whether the first record names the columns.</param>
    public IEnumerable<string[]> Rows(bool header) => header ? Below : Below.Prepend(First);

    /// <summary>What the cells of a column have in common.</summary>
    public static TableColumn Column(IEnumerable<string[]> rows, int column)
    {
        var (numbers, texts, fractions) = (0, 0, 0);
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Length > column))
        {
            var cell = row[column].Trim();
            if (MissingText.Is(cell))
            {
                continue;
            }

            values.Add(cell);
            var number = NumberText.Looks(cell, out var value);
            numbers += number ? 1 : 0;
            texts += number ? 0 : 1;
            fractions += number && !float.IsInteger(value) ? 1 : 0;
        }

        return new(numbers, texts, fractions, values.Count);
    }
}
