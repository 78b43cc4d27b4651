using System.Globalization;
using System.Text;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Tables of texts: CSV, TSV, and a text file of lines, each of which is a text.</summary>
internal static class TextTable
{
    /// <summary>Whether a file is a table of texts, or lines that are texts; false also where it is no table at all.</summary>
    public static bool IsAt(string path, CsvOptions csv)
    {
        try
        {
            return Read(path, csv, text => TextColumns.AreIn(text.Sample)) || AreLines(path, csv);
        }
        catch (Exception error) when (error is DistillException or DecoderFallbackException)
        {
            // The reader of tables says what is wrong with it; lines may be anything.
            return AreLines(path, csv);
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="DistillException">The file is missing, no text, may be meant in several ways, or has other columns on a line.</exception>
    public static TextRows Rows(string path, TextOptions options, CsvOptions csv)
    {
        try
        {
            return IsOfLines(path, options, csv) ? TextLines.Rows(path, csv) : Read(path, csv, text => Columns(path, text, options, csv));
        }
        catch (DecoderFallbackException)
        {
            throw Opened(path, stream => TableText.Refusal(stream, 0, path, csv));
        }
    }

    private static T Read<T>(string path, CsvOptions csv, Func<TableText, T> read) =>
        Opened(path, stream => read(new TableText(stream, path, csv.Separator is null && EndsIn(path, ".tsv", ".tab") ? csv with { Separator = '\t' } : csv)));

    private static T Opened<T>(string path, Func<FileStream, T> read) => Distill.Data.Formats.Reading.Guard(path, () =>
    {
        using var stream = Distill.Data.Formats.Reading.Open(path);
        return read(stream);
    });

    private static TextRows Columns(string path, TableText text, TextOptions options, CsvOptions csv)
    {
        var layout = TextColumns.Of(text.Sample, options, csv, path);
        var columns = text.Sample.First.Length;
        var rows = new TextRows(path, $"{(columns == 1 ? "" : $"fields between {SeparatorFinder.Names(text.Separator)}, ")}{layout.Form}") { HasLabels = layout.Label >= 0 };
        var unread = Enumerable.Range(0, columns).Where(column => column != layout.Text && column != layout.Label);
        rows.Notes.Leave("columns that are neither texts nor classes", unread, layout.Header);
        var (records, fields) = (text.Records(), new List<string>());
        if (layout.Header is not null)
        {
            records.Next(fields);
        }

        while (records.Next(fields))
        {
            if (fields.Count != columns)
            {
                throw new DistillException(
                    string.Create(CultureInfo.InvariantCulture, $"{path}, line {records.Line}: {fields.Count} columns where the first line has {columns}. ")
                    + $"Put quotes around a text that has {SeparatorFinder.Names(text.Separator)} in it, or say with {CsvRemedy.Separator} what stands between fields.",
                    CsvRemedy.Separator);
            }

            rows.Add(fields[layout.Text], layout.Label < 0 ? "" : fields[layout.Label], records.Line);
        }

        return rows;
    }

    private static bool IsOfLines(string path, TextOptions options, CsvOptions csv)
    {
        if (options.Column is not null || !MayBeLines(path, csv))
        {
            return false;
        }

        try
        {
            return !Read(path, csv, text => HasColumns(text.Sample));
        }
        catch (DistillException)
        {
            // A quote in a line of text is no mistake.
            return true;
        }
    }

    private static bool AreLines(string path, CsvOptions csv) => MayBeLines(path, csv) && TextLines.AreIn(path, csv);

    // What was said of columns means that there are some.
    private static bool MayBeLines(string path, CsvOptions csv) =>
        EndsIn(path, ".txt") && csv is { Separator: null, Header: null, LabelColumn: null, IgnoreColumns: null };

    // A text file has columns where they have names, or one alone holds sentences and another their classes.
    private static bool HasColumns(TableSample sample) =>
        (sample.First.Length == 1 && TextNames.IsText(sample.First[0])) || (sample.First.Length > 1 && sample.Below.All(row => row.Length == sample.First.Length) && TextColumns.AreIn(sample));

    private static bool EndsIn(string path, params string[] endings) => endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
