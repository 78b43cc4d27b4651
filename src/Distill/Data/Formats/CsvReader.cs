using System.Globalization;
using System.Text;
using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>Tables of features: a row an example, a number a column, and usually a class.</summary>
internal static class CsvReader
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">Text.</param>
    /// <param name="options">By default, all is found out from the file.</param>
    /// <param name="name">What to call the set; by default the file name.</param>
    /// <exception cref="DistillException">The file is missing, may be meant in several ways, or lines are wrong: the message gives lines and columns.</exception>
    public static ArraySource Open(string path, CsvOptions? options = null, string? name = null) =>
        OpenTable(path, options ?? new(), name ?? Path.GetFileName(path)).Examples;

    /// <summary>Reads a seekable stream.</summary>
    /// <exception cref="DistillException">The text may be meant in several ways, or lines are wrong: the message gives lines and columns.</exception>
    public static ArraySource Read(Stream stream, string where, CsvOptions? options, string name) => ReadTable(stream, where, options ?? new(), name).Examples;

    /// <summary>Opens a file, and says how it was understood.</summary>
    /// <param name="path">Text.</param>
    /// <param name="options">What is known of it.</param>
    /// <param name="name">What to call the set.</param>
    /// <param name="training">The table whose columns and classes it has; null for its own.</param>
    /// <exception cref="DistillException">As for <see cref="Open"/>, or it has other columns or classes.</exception>
    internal static CsvTable OpenTable(string path, CsvOptions options, string name, CsvTable? training = null) => Reading.Guard(path, () =>
    {
        using var file = Reading.Open(path);
        return ReadTable(file, path, options, name, training);
    });

    /// <summary>The same for a seekable stream.</summary>
    internal static CsvTable ReadTable(Stream stream, string where, CsvOptions options, string name, CsvTable? training = null)
    {
        var start = stream.Position;
        try
        {
            return Reading.Guard(where, () => Parse(new TableText(stream, where, options), where, options, name, training));
        }
        catch (DecoderFallbackException)
        {
            throw TableText.Refusal(stream, start, where, options);
        }
    }

    private static CsvTable Parse(TableText text, string where, CsvOptions options, string name, CsvTable? training)
    {
        var notes = new TableNotes();
        var layout = training is null ? TableLayout.Of(text, options, where, notes) : training.Layout.In(text, options, where, notes);
        var rows = text.Sample.Rows(layout.Header is not null).ToList();
        var comma = NumberText.HasCommas(rows, text.Separator, where);
        var bad = new BadCells(where, layout.Header);
        var (features, labels, lines, fields) = (new List<float>(), new List<string>(), new List<int>(), new List<string>());
        var records = text.Records();
        if (layout.Header is not null)
        {
            records.Next(fields);
        }

        while (records.Next(fields))
        {
            if (layout.Ends && fields.Count == layout.Columns + 1 && string.IsNullOrWhiteSpace(fields[^1]))
            {
                fields.RemoveAt(fields.Count - 1);
            }

            bad.Row();
            if (fields.Count != layout.Columns)
            {
                bad.Ragged(records.Line, fields.Count, layout.Columns);
                continue;
            }

            foreach (var column in layout.Features)
            {
                if (!NumberText.TryRead(fields[column], comma, out var number))
                {
                    bad.Add(records.Line, column, fields[column]);
                }

                features.Add(number);
            }

            labels.Add(layout.Label < 0 ? "" : ClassLabels.Normal(fields[layout.Label]));
            lines.Add(records.Line);
        }

        bad.ThrowIfAny(layout.Label, options.LabelColumn is null && training is null, options.Header is null);
        if (labels.Count == 0)
        {
            throw new DistillException($"{where} has a header but no row below it.");
        }

        var classNames = training is { Examples.ClassNames.Count: > 0 } ? training.Examples.ClassNames : options.ClassNames;
        ClassLabels.DropMissing(labels, classNames, where, notes.Warn);
        if (classNames is null && layout.Label >= 0)
        {
            ClassColumn.RequireClasses(labels, layout.Label, options.LabelColumn is not null, rows, layout.Header, layout.Features, where, notes.Warn);
        }

        classNames ??= ClassLabels.Classes(labels, where, notes.Warn);
        var source = new ArraySource(name, [.. features], ClassLabels.Places(labels, lines, classNames, where), classNames)
        {
            FeatureNames = training is null ? layout.FeatureNames : training.Examples.FeatureNames,
        };
        return new CsvTable(source, layout, notes, Form(text, layout, comma));
    }

    private static string Form(TableText text, TableLayout layout, bool comma) => string.Join(", ", (string[])
    [
        $"fields between {SeparatorFinder.Names(text.Separator)}",
        .. comma ? ["decimals after a comma"] : Array.Empty<string>(),
        .. text.EncodingName is "utf-8" ? Array.Empty<string>() : [$"text in {text.EncodingName}"],
        layout.Header is null ? "no header" : "a header",
        layout.Label < 0 ? "no classes" : $"classes in {(layout.Header is null ? string.Create(CultureInfo.InvariantCulture, $"column {layout.Label + 1}") : $"'{layout.Header[layout.Label]}'")}",
    ]);
}
