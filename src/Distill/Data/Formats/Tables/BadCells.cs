using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>Cells that are no numbers and lines with other columns, counted through a whole table.</summary>
/// <param name="where">The file.</param>
/// <param name="header">The names of its columns; or null.</param>
internal sealed class BadCells(string where, IReadOnlyList<string>? header)
{
    private const int Shown = 3;

    private readonly SortedDictionary<CellFault, Found> faults = [];
    private readonly Dictionary<int, int> textsOfColumn = [];
    private readonly Found ragged = new();
    private int rows;

    /// <summary>One more line was read.</summary>
    public void Row() => rows++;

    /// <summary>A line has another number of columns.</summary>
    public void Ragged(int line, int columns, int expected) =>
        ragged.Add(line, $"{where}, line {Number(line)}: {Number(columns)} columns where the first line has {Number(expected)}");

    /// <summary>A cell is no number.</summary>
    public void Add(int line, int column, string field)
    {
        var cell = field.Trim();
        var fault = NumberText.Fault(cell);
        var found = cell.Length <= 40 ? cell : cell[..40] + "…";
        var named = header is null ? "" : $" ({header[column]})";
        if (!faults.TryGetValue(fault, out var list))
        {
            faults[fault] = list = new();
        }

        list.Add(line, $"line {Number(line)}, column {Number(column + 1)}{named}: '{found}'");
        if (fault is CellFault.Text)
        {
            textsOfColumn[column] = textsOfColumn.GetValueOrDefault(column) + 1;
        }
    }

    /// <summary>Refuses what was found, all of it at once.</summary>
    /// <param name="label">The column of classes; less than 0 for none.</param>
    /// <param name="guessed">Whether nobody named it.</param>
    /// <param name="headerGuessed">Whether nobody said that there is a header or none.</param>
    /// <exception cref="DistillException">There are bad cells or lines.</exception>
    public void ThrowIfAny(int label, bool guessed, bool headerGuessed)
    {
        if (ragged.Cells > 0)
        {
            var others = ragged.Cells > 1 ? $" So it is in {Number(ragged.Cells)} lines: {string.Join("; ", ragged.First.Select(place => place[(where.Length + 2)..]))}." : "";
            throw new DistillException($"{ragged.First[0]}.{others} Mend these lines, or say with {CsvRemedy.Separator} what stands between fields.", CsvRemedy.Separator);
        }

        if (faults.Count == 0)
        {
            return;
        }

        var sentences = new List<string>();
        var remedies = new List<Remedy>();
        foreach (var (fault, found) in faults)
        {
            sentences.Add($"{Number(found.Cells)} {Words(fault, found.Cells)} in {Number(found.Lines)} {(found.Lines == 1 ? "line" : "lines")} ({string.Join("; ", found.First)}{(found.Cells > Shown ? "; …" : "")}).");
            if (fault is CellFault.Missing)
            {
                remedies.Add(CsvRemedy.IgnoreColumns);
            }
        }

        var texts = textsOfColumn.Where(pair => pair.Value == rows).Select(pair => pair.Key).Order().ToList();
        if (texts.Count > 0)
        {
            remedies.AddRange(guessed ? [CsvRemedy.IgnoreColumns, CsvRemedy.LabelColumn] : [CsvRemedy.IgnoreColumns]);
            var names = string.Join(", ", texts.Select(Name));
            sentences.Add($"No cell of {names} is a number: write numbers for the words, or leave {(texts.Count == 1 ? "it" : "them")} out by {CsvRemedy.IgnoreColumns}.");
            if (guessed && label >= 0)
            {
                sentences.Add($"The class is taken from {Name(label)}; if it is another column, such as {Name(texts[0])}, name it by {CsvRemedy.LabelColumn}.");
            }
        }

        if (headerGuessed && header is null && faults.Values.All(found => found.First.Count > 0 && found.FirstLine == 1) && faults.Values.All(found => found.Lines == 1))
        {
            remedies.Add(CsvRemedy.Header);
            sentences.Add($"If the first line names the columns, say so by {CsvRemedy.Header}.");
        }

        var missing = faults.ContainsKey(CellFault.Missing) ? $" Fill missing values in, or take out their lines, or their columns by {CsvRemedy.IgnoreColumns}." : "";
        throw new DistillException(
            $"{where} has cells that are not finite numbers: {string.Join(" ", sentences)}{missing} Numbers are written like 1234.5, with a point for decimals and no mark between thousands.",
            [.. remedies.Distinct()]);
    }

    private string Name(int column) => header is null ? $"column {Number(column + 1)} (place {Number(column)})" : $"'{header[column]}'";

    private static string Words(CellFault fault, int count)
    {
        var (one, more) = fault switch
        {
            CellFault.Missing => ("missing value", "missing values"),
            CellFault.Infinite => ("infinite number", "infinite numbers"),
            CellFault.OutOfRange => ("number too large for 32 bits", "numbers too large for 32 bits"),
            CellFault.Comma => ("number with a comma", "numbers with a comma"),
            CellFault.Thousands => ("number with marks between thousands", "numbers with marks between thousands"),
            CellFault.Date => ("date or time", "dates or times"),
            CellFault.Unit => ("number with a unit", "numbers with a unit"),
            CellFault.Truth => ("truth value, for which 1 and 0 are read,", "truth values, for which 1 and 0 are read,"),
            _ => ("word", "words"),
        };
        return count == 1 ? one : more;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Found
    {
        private int last;

        public List<string> First { get; } = [];

        public int Cells { get; private set; }

        public int Lines { get; private set; }

        public int FirstLine { get; private set; }

        public void Add(int line, string place)
        {
            Cells++;
            if (line != last)
            {
                Lines++;
                FirstLine = FirstLine == 0 ? line : FirstLine;
                last = line;
            }

            if (First.Count < Shown)
            {
                First.Add(place);
            }
        }
    }
}
