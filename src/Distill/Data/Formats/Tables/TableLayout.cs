using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>What each column of a table is.</summary>
/// <param name="Header">The names of all columns; null where the first line is an example.</param>
/// <param name="Columns">How many there are, but for an empty one at the end.</param>
/// <param name="Label">The place of the class; −1 for none.</param>
/// <param name="Features">The places of the features in their order.</param>
/// <param name="Ends">Whether lines end in a separator after which nothing comes.</param>
internal sealed record TableLayout(string[]? Header, int Columns, int Label, IReadOnlyList<int> Features, bool Ends)
{
    /// <summary>The names of the features, or null.</summary>
    public IReadOnlyList<string>? FeatureNames => Header is null ? null : [.. Features.Select(column => Header[column])];

    /// <summary>Finds out what the columns are.</summary>
    /// <param name="text">The table.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="where">The file, for messages.</param>
    /// <param name="notes">Told of what is left out, and what may be meant otherwise.</param>
    /// <exception cref="DistillException">The columns may be meant in several ways, or none is a feature.</exception>
    public static TableLayout Of(TableText text, CsvOptions options, string where, TableNotes notes)
    {
        var named = options.Header ?? HeaderEvidence.NamesColumns(text.Sample) ?? throw AskForHeader(text, where);
        var (header, columns, ends) = Bare(text, named, null);
        if (ends)
        {
            notes.Leave("columns that are empty in every row", [columns], header);
        }

        var rows = text.Sample.Rows(named).ToList();
        IReadOnlySet<int> ignored = options.IgnoreColumns is { } asked
            ? asked.Where(name => name.Length > 0).Select(name => ColumnName.Find(name, header, columns, "column to ignore", CsvRemedy.IgnoreColumns, where)).ToHashSet()
            : header is null ? new HashSet<int>() : RowNumbers.Find(text, header);
        var label = ClassColumn.Find(rows, header, columns, ignored, options.LabelColumn, where, notes.Warn);
        if (label >= 0 && ignored.Contains(label))
        {
            ignored = options.IgnoreColumns is null
                ? ignored.Where(column => column != label).ToHashSet()
                : throw new DistillException($"{where}: column {Number(label + 1)} is both the class and to be ignored. Name another by {CsvRemedy.LabelColumn} or {CsvRemedy.IgnoreColumns}.", CsvRemedy.LabelColumn, CsvRemedy.IgnoreColumns);
        }

        var features = Enumerable.Range(0, columns).Where(column => column != label && !ignored.Contains(column)).ToList();
        if (features.Count == 0 && options.IgnoreColumns is null)
        {
            // Numbers of rows are better than nothing to learn from.
            (features, ignored) = ([.. ignored], new HashSet<int>());
        }

        if (features.Count == 0)
        {
            throw new DistillException(
                $"{where} has no column of features beside the label. Is {SeparatorFinder.Name(text.Separator)} the right separator? {CsvRemedy.Separator} says another.",
                CsvRemedy.Separator);
        }

        notes.Leave(options.IgnoreColumns is null ? "columns that number or name the rows" : "columns that were to be ignored", ignored, header);
        if (header is null && options.IgnoreColumns is null && RowNumbers.Counting(rows, features) is >= 0 and var counting)
        {
            notes.Warn($"Column {Number(counting + 1)} of {where} counts the rows and is read as a feature. If it only numbers them, leave it out by {CsvRemedy.IgnoreColumns} (place {Number(counting)}).");
        }

        return new(header, columns, label, features, ends);
    }

    /// <summary>Finds the columns of this table, the training rows, in another one.</summary>
    /// <param name="text">The other table.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="where">Its file, for messages.</param>
    /// <param name="notes">Told where it has no class.</param>
    /// <exception cref="DistillException">It has other columns.</exception>
    public TableLayout In(TableText text, CsvOptions options, string where, TableNotes notes)
    {
        var first = Array.ConvertAll(text.Sample.First, ClassLabels.Normal);
        var named = options.Header
            ?? (Header is not null && first.Count(Header.Contains) * 2 >= Header.Length ? true
                : HeaderEvidence.NamesColumns(text.Sample) ?? (Header is null ? false : throw AskForHeader(text, where)));
        var (header, columns, ends) = Bare(text, named, Columns);
        var found = Header is not null && header is not null && !header.SequenceEqual(Header)
            ? ByName(header, columns, options, where)
            : ByPlace(columns, where);
        if (Header is not null && header is null)
        {
            notes.Warn($"{where} has no header: its columns are taken in the order of the training file.");
        }

        if (Label >= 0 && found.Label < 0)
        {
            notes.Warn($"{where} has no column {(Header is null ? "of the class" : $"'{Header[Label]}'")}, so its examples have no label.");
        }

        return found with { Header = header, Ends = ends };
    }

    private TableLayout ByPlace(int columns, string where)
    {
        if (columns == Columns)
        {
            return this;
        }

        if (columns == Columns - 1 && Label >= 0)
        {
            return this with { Columns = columns, Label = -1, Features = [.. Features.Select(column => column > Label ? column - 1 : column)] };
        }

        throw new DistillException($"{where} has {Number(columns)} columns where the training file has {Number(Columns)}. Make both alike.");
    }

    private TableLayout ByName(string[] header, int columns, CsvOptions options, string where)
    {
        var features = Features.Select(column => Place(Header![column])).ToList();
        var label = Label < 0 ? -1 : Place(Header![Label]);
        var missing = Features.Where((_, place) => features[place] < 0).Select(column => Header![column]).ToList();
        var ignored = options.IgnoreColumns ?? [];
        var known = Enumerable.Range(0, Columns).Where(column => !Features.Contains(column)).Select(column => Header![column]).Concat(ignored).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var more = Enumerable.Range(0, columns).Where(column => !features.Contains(column) && column != label && !known.Contains(header[column]) && !RowNumbers.IsName(header[column])).ToList();
        var twice = features.Where(column => column >= 0).GroupBy(column => column).Where(group => group.Skip(1).Any()).Select(group => header[group.Key]).ToList();
        string[] problems =
        [
            .. missing.Count > 0 ? [$"lacks {Listed(missing)}"] : Array.Empty<string>(),
            .. more.Count > 0 ? [$"has {Listed(more.Select(column => header[column]))} beside them"] : Array.Empty<string>(),
            .. twice.Count > 0 ? [$"cannot be matched in {Listed(twice)}, a name of several columns"] : Array.Empty<string>(),
        ];
        return problems.Length == 0
            ? new TableLayout(header, columns, label, features, false)
            : throw new DistillException(
                $"{where} and the training file have other columns: of those there it {string.Join(", and ", problems)}. Make both alike, or leave columns out of both by {CsvRemedy.IgnoreColumns}.",
                CsvRemedy.IgnoreColumns);

        int Place(string name)
        {
            var exact = Array.IndexOf(header, name);
            var near = Enumerable.Range(0, columns).Where(column => header[column].Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            return exact >= 0 ? exact : near.Count == 1 ? near[0] : -1;
        }
    }

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.Select(name => $"'{name}'").ToList();
        return string.Join(", ", all.Take(5)) + (all.Count > 5 ? $", … ({Number(all.Count)} in all)" : "");
    }

    // The names and the number of columns, without an empty one that a separator at the end of each line makes.
    private static (string[]? Header, int Columns, bool Ends) Bare(TableText text, bool named, int? expected)
    {
        var sample = text.Sample;
        var columns = sample.First.Length;
        var header = named ? Array.ConvertAll(sample.First, ClassLabels.Normal) : null;
        if (header is not null && header[0].Length > 1 && header[0][0] == '#')
        {
            // As NumPy writes them.
            header[0] = header[0].TrimStart('#').TrimStart();
        }

        if (header is not null && sample.Below.Count > 0 && sample.Below.All(row => row.Length == columns + 1))
        {
            return (header, columns, LastIsEmpty(text, named, columns + 1));
        }

        return columns > 2 && columns != expected && (header is null || header[^1].Length == 0) && LastIsEmpty(text, named, columns)
            ? (header?[..^1], columns - 1, true)
            : (header, columns, false);
    }

    private static bool LastIsEmpty(TableText text, bool named, int columns)
    {
        if (!text.Sample.Rows(named).All(row => row.Length == columns && string.IsNullOrWhiteSpace(row[^1])))
        {
            return false;
        }

        if (text.Sample.Whole)
        {
            return true;
        }

        var (records, fields) = (text.Records(), new List<string>());
        records.Next(fields);
        while (records.Next(fields))
        {
            if (fields.Count == columns && !string.IsNullOrWhiteSpace(fields[^1]))
            {
                return false;
            }
        }

        return true;
    }

    private static DistillException AskForHeader(TableText text, string where)
    {
        var line = string.Join(text.Separator, text.Sample.First);
        return new DistillException(
            $"{where}: the first line, '{(line.Length <= 60 ? line : line[..60] + "…")}', may name the columns or be an example. Say which by {CsvRemedy.Header}.",
            CsvRemedy.Header);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
