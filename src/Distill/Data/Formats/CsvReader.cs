using System.Globalization;
using System.Text;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>CSV files of features: a row an example, a number a column, and usually a class.</summary>
public static class CsvReader
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">UTF-8 text.</param>
    /// <param name="options">By default, all is found out from the file.</param>
    /// <param name="name">What to call the set; by default the file name.</param>
    /// <exception cref="DistillException">The file is missing, or a line is wrong: the message gives line and column.</exception>
    public static ArraySource Open(string path, CsvOptions? options = null, string? name = null) => Reading.Guard(path, () =>
    {
        using var file = Reading.Open(path);
        return Parse(file, path, options ?? new(), name ?? Path.GetFileName(path));
    });

    /// <summary>Reads a stream.</summary>
    /// <exception cref="DistillException">A line is wrong: the message gives line and column.</exception>
    public static ArraySource Read(Stream stream, string where, CsvOptions? options, string name) =>
        Reading.Guard(where, () => Parse(stream, where, options ?? new(), name));

    private static ArraySource Parse(Stream stream, string where, CsvOptions options, string name)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var records = new CsvRecords(text, options.Separator, where);
        var fields = new List<string>();
        if (!records.Next(fields))
        {
            throw new DistillException($"{where} is empty; expected a row for each example.");
        }

        var header = options.Header ?? !fields.Exists(f => IsNumber(f)) ? fields.ToArray() : null;
        var columns = fields.Count;
        var label = LabelColumn(header, columns, options, where);
        if (columns - (label < 0 ? 0 : 1) < 1)
        {
            throw new DistillException($"{where} has no column of features beside the label. Is '{options.Separator}' the right " +
                "separator?");
        }

        var features = new List<float>();
        var labels = new List<string>();
        for (var more = header is null || records.Next(fields); more; more = records.Next(fields))
        {
            if (fields.Count != columns)
            {
                throw new DistillException($"{where}, line {records.Line}: {fields.Count} columns where the first line has {columns}.");
            }

            for (var c = 0; c < columns; c++)
            {
                if (c == label)
                {
                    labels.Add(fields[c].Trim());
                }
                else
                {
                    features.Add(Number(fields[c], records.Line, c, header, where));
                }
            }

            if (label < 0)
            {
                labels.Add("");
            }
        }

        if (labels.Count == 0)
        {
            throw new DistillException($"{where} has a header but no row below it.");
        }

        var classNames = options.ClassNames ?? Classes(labels);
        return new ArraySource(name, [.. features], Labels(labels, classNames, where), classNames);
    }

    private static int LabelColumn(string[]? header, int columns, CsvOptions options, string where)
    {
        if (options.LabelColumn is null)
        {
            var named = header is null ? -1 : Array.FindIndex(header, h => h.Trim().Equals("label", StringComparison.OrdinalIgnoreCase));
            return named >= 0 ? named : columns - 1;
        }

        if (options.LabelColumn.Length == 0)
        {
            return -1;
        }

        var byName = header is null ? -1 : Array.FindIndex(header, h => h.Trim() == options.LabelColumn);
        if (byName >= 0)
        {
            return byName;
        }

        if (int.TryParse(options.LabelColumn, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place)
            && place >= -columns && place < columns)
        {
            return place < 0 ? columns + place : place;
        }

        var known = header is null
            ? $"it has no header, so give a number from 0 to {columns - 1}"
            : $"its columns are {string.Join(", ", header.Take(20))}";
        throw new DistillException($"{where} has no label column '{options.LabelColumn}': {known}.");
    }

    private static bool IsNumber(string field) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static float Number(string field, int line, int column, string[]? header, string where)
    {
        if (float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number))
        {
            return number;
        }

        var named = header is null ? "" : $" ({header[column]})";
        var found = field.Length <= 40 ? field : field[..40] + "…";
        throw new DistillException(
            $"{where}, line {line}, column {column + 1}{named}: '{found}' is not a finite number. Numbers have a point, not a " +
            "comma, for decimals.");
    }

    private static string[] Classes(List<string> labels)
    {
        var distinct = labels.Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var whole = distinct.TrueForAll(l => long.TryParse(l, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        return whole
            ? [.. distinct.OrderBy(l => long.Parse(l, CultureInfo.InvariantCulture)).ThenBy(l => l, StringComparer.Ordinal)]
            : [.. distinct.Order(StringComparer.Ordinal)];
    }

    private static int[] Labels(List<string> labels, IReadOnlyList<string> classNames, string where)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var c = 0; c < classNames.Count; c++)
        {
            index.TryAdd(classNames[c], c);
        }

        var result = new int[labels.Count];
        for (var i = 0; i < result.Length; i++)
        {
            if (labels[i].Length == 0)
            {
                result[i] = -1;
            }
            else if (!index.TryGetValue(labels[i], out result[i]))
            {
                throw new DistillException(
                    $"{where}, example {i + 1}: label '{labels[i]}' is none of the {classNames.Count} classes " +
                    $"({string.Join(", ", classNames.Take(10))}…).");
            }
        }

        return result;
    }
}
