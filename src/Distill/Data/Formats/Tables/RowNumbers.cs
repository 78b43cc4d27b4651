using System.Globalization;
using System.Text.RegularExpressions;

namespace Distill.Data.Formats.Tables;

/// <summary>Finds columns that number or name the rows, and so tell nothing of an example.</summary>
internal static partial class RowNumbers
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "#", "id", "ids", "index", "idx", "rowid", "row_id", "rownum", "row_number", "rownames", "row_names", "level_0",
    };

    private static readonly HashSet<string> Counters = new(StringComparer.OrdinalIgnoreCase) { "row", "rn", "no", "no.", "nr", "sno", "s.no", "sl_no" };

    /// <summary>Whether a column of such a name has none, or one that people give to the number of a row.</summary>
    public static bool IsName(string name) => Names.Contains(name) || Unnamed().IsMatch(name);

    /// <summary>The columns by whose name and whose values, over all rows, no two rows are alike.</summary>
    /// <param name="text">The table.</param>
    /// <param name="header">The names of its columns.</param>
    public static IReadOnlySet<int> Find(TableText text, string[] header)
    {
        var named = Enumerable.Range(0, header.Length).Where(column => IsName(header[column])).ToHashSet();
        var keyed = Enumerable.Range(0, header.Length).Where(
            column => Counters.Contains(header[column]) || header[column].EndsWith("id", StringComparison.OrdinalIgnoreCase)).ToHashSet();
        var candidates = named.Concat(keyed).Where(column => Differ(text.Sample.Below, column)).ToHashSet();
        if (candidates.Count == 0)
        {
            return candidates;
        }

        var seen = candidates.ToDictionary(column => column, _ => new HashSet<string>(StringComparer.Ordinal));
        var counting = candidates.ToDictionary(column => column, _ => (First: 0L, Holds: true));
        var (records, fields) = (text.Records(), new List<string>());
        records.Next(fields);
        for (var row = 0L; candidates.Count > 0 && records.Next(fields); row++)
        {
            foreach (var column in candidates.ToList())
            {
                var cell = column < fields.Count ? fields[column].Trim() : "";
                var whole = long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
                var (first, holds) = counting[column];
                first = row == 0 ? number : first;
                counting[column] = (first, holds && whole && number - row == first);
                var fits = counting[column].Holds || (named.Contains(column) && (whole || !NumberText.Looks(cell, out _)));
                if (cell.Length == 0 || !fits || !seen[column].Add(cell))
                {
                    candidates.Remove(column);
                }
            }
        }

        return candidates;
    }

    /// <summary>The first of some columns whose values count 0, 1, 2 or 1, 2, 3 down the rows; −1 for none.</summary>
    public static int Counting(IReadOnlyList<string[]> rows, IEnumerable<int> columns)
    {
        const int fewest = 5;
        return rows.Count < fewest ? -1 : columns.Where(Counts).DefaultIfEmpty(-1).First();

        bool Counts(int column)
        {
            var starts = rows.Select((row, place) => column < row.Length && NumberText.Looks(row[column], out var value) ? value - place : float.NaN);
            return starts.Distinct().Take(2).ToList() is [0 or 1];
        }
    }

    private static bool Differ(IReadOnlyList<string[]> rows, int column)
    {
        var cells = rows.Where(row => row.Length > column).Select(row => row[column].Trim()).ToList();
        return cells.Count > 1 && cells.Distinct(StringComparer.Ordinal).Count() == cells.Count;
    }

    [GeneratedRegex("^unnamed: ?[0-9]+([._][0-9]+)*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unnamed();
}
