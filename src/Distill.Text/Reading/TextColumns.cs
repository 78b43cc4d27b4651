using System.Globalization;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Which column of a table holds texts, and which their classes.</summary>
/// <param name="Header">The names of the columns; null where the first line is an example.</param>
/// <param name="Text">The place of the texts.</param>
/// <param name="Label">That of the classes; −1 for none.</param>
internal sealed record TextColumns(string[]? Header, int Text, int Label)
{
    /// <summary>Whether the first lines are those of a table of texts.</summary>
    /// <param name="sample">The first lines.</param>
    public static bool AreIn(TableSample sample) => Named(sample).Count > 0 || Sentences(sample) is not null;

    /// <summary>Finds the columns.</summary>
    /// <param name="sample">The first lines.</param>
    /// <param name="options">What is known of the texts.</param>
    /// <param name="csv">What is known of the table.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DistillException">They may be meant in several ways.</exception>
    public static TextColumns Of(TableSample sample, TextOptions options, CsvOptions csv, string where)
    {
        var first = Array.ConvertAll(sample.First, cell => cell.Trim());
        var named = csv.Header ?? (Array.Exists(first, cell => TextNames.IsText(cell) || TextNames.IsClass(cell)) ? true : (bool?)null);
        var header = named == false ? null : first;
        var text = options.Column is { } asked
            ? ColumnName.Find(asked, header, first.Length, "column of texts", TextRemedy.Column, where)
            : Guess(sample, where);
        var label = LabelOf(sample, header, text, csv, where);
        named ??= NamesColumns(sample, text, label, where);
        return new(named.Value ? first : null, text, label);
    }

    /// <summary>How the table is understood, for people.</summary>
    public string Form => string.Join(", ", (string[])
    [
        Header is null ? "no header" : "a header",
        $"texts in {Name(Text)}",
        Label < 0 ? "no classes" : $"classes in {Name(Label)}",
    ]);

    private string Name(int column) => Name(Header, column);

    private static string Name(string[]? header, int column) =>
        header is not null ? $"'{header[column]}'" : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    private static int Guess(TableSample sample, string where)
    {
        var named = Named(sample);
        if (named.Count > 1 && named.FindAll(column => sample.First[column].Trim().Equals("text", StringComparison.OrdinalIgnoreCase)) is [var exact])
        {
            return exact;
        }

        return named.Count == 1 ? named[0]
            : named.Count == 0 && Sentences(sample) is { } found ? found
            : sample.First.Length == 1 ? 0
            : throw new DistillException(
                named.Count > 1
                    ? $"{where}: the texts may be in {string.Join(" or ", named.Select(column => Name(sample.First, column)))}. Say which by {TextRemedy.Column}."
                    : $"{where}: no column is named 'text' and not one alone holds sentences. Say which holds the texts by {TextRemedy.Column}.",
                TextRemedy.Column);
    }

    private static List<int> Named(TableSample sample) =>
        [.. Enumerable.Range(0, sample.First.Length).Where(column => TextNames.IsText(sample.First[column]) && !TableSample.Column(sample.Below, column).IsNumeric)];

    // The only column of sentences, with a class beside it at most: others would be features, which a model of texts does not read.
    private static int? Sentences(TableSample sample)
    {
        var columns = sample.First.Length;
        var rows = sample.Below.Count > 0 ? sample.Below : [sample.First];
        var found = Enumerable.Range(0, columns).Where(column => AreSentences(rows, column)).ToList();
        if (found is not [var only])
        {
            return null;
        }

        var others = Enumerable.Range(0, columns).Where(column => column != only && !RowNumbers.IsName(sample.First[column])).ToList();
        return others.Count <= 1 && others.TrueForAll(column => !TableSample.Column(rows, column).IsFractional) ? only : null;
    }

    private static bool AreSentences(IReadOnlyList<string[]> rows, int column)
    {
        var cells = rows.Where(row => row.Length > column).Select(row => row[column].Trim()).Where(cell => cell.Length > 0).ToList();
        var several = cells.Count(cell => cell.Contains(' ', StringComparison.Ordinal) && !NumberText.Looks(cell, out _));
        return several * 2 > cells.Count && cells.Distinct(StringComparer.Ordinal).Count() * 2 > cells.Count;
    }

    private static int LabelOf(TableSample sample, string[]? header, int text, CsvOptions csv, string where)
    {
        var columns = sample.First.Length;
        if (csv.LabelColumn is { } asked)
        {
            var label = asked.Length == 0 ? -1 : ColumnName.Find(asked, header, columns, "label column", CsvRemedy.LabelColumn, where);
            return label != text ? label : throw new DistillException($"{where}: {Name(header, text)} is both the text and the class. Name another by {CsvRemedy.LabelColumn}.", CsvRemedy.LabelColumn);
        }

        var others = Enumerable.Range(0, columns).Where(column => column != text && !RowNumbers.IsName(sample.First[column])).ToList();
        var exact = others.FindAll(column => sample.First[column].Trim().Equals("label", StringComparison.OrdinalIgnoreCase));
        var likely = exact.Count > 0 ? exact : others.FindAll(column => TextNames.IsClass(sample.First[column]));
        return likely.Count == 1 ? likely[0]
            : likely.Count == 0 && others.Count <= 1 ? (others.Count == 1 ? others[0] : -1)
            : throw new DistillException(
                $"{where}: the class may be in {string.Join(" or ", (likely.Count > 0 ? likely : others).Select(column => Name(header, column)))}. Say which by {CsvRemedy.LabelColumn}; \"\" for none.",
                CsvRemedy.LabelColumn);
    }

    // All is words, so names of columns look like examples.
    private static bool NamesColumns(TableSample sample, int text, int label, string where)
    {
        if (sample.Below.Count == 0 || (label >= 0 && sample.Below.Any(row => row.Length > label && row[label].Trim() == sample.First[label].Trim())))
        {
            return false;
        }

        var line = sample.First[text].Trim();
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < 3 && label >= 0
            ? true
            : throw new DistillException(
                $"{where}: the first line, '{(line.Length <= 60 ? line : line[..60] + "…")}', may name the columns or be an example. Say which by {CsvRemedy.Header}.",
                CsvRemedy.Header);
    }
}
