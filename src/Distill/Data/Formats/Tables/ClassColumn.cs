using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>Finds the column with the classes.</summary>
internal static class ClassColumn
{
    private static readonly HashSet<string> Likely = new(StringComparer.OrdinalIgnoreCase)
    {
        "label", "labels", "class", "classes", "classname", "classlabel", "labelname", "target", "targets", "targetclass", "species", "category",
        "diagnosis", "outcome", "variety", "answer", "groundtruth",
    };

    /// <summary>Whether people call a column of classes so.</summary>
    public static bool IsLikelyName(string name) =>
        Likely.Contains(name.Trim().Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));

    /// <summary>The place of the column; −1 for none.</summary>
    /// <param name="rows">The first rows of examples.</param>
    /// <param name="header">The names of the columns, or null.</param>
    /// <param name="columns">How many there are.</param>
    /// <param name="ignored">Those that hold nothing to read.</param>
    /// <param name="asked">The column that the user named, or null.</param>
    /// <param name="where">The file, for messages.</param>
    /// <param name="warn">Told of a column that is taken by its name.</param>
    /// <exception cref="DistillException">There is no such column, or several may be meant.</exception>
    public static int Find(
        IReadOnlyList<string[]> rows, string[]? header, int columns, IReadOnlySet<int> ignored, string? asked, string where, Action<string> warn)
    {
        if (asked is not null)
        {
            return asked.Length == 0 ? -1 : ColumnName.Find(asked, header, columns, "label column", CsvRemedy.LabelColumn, where);
        }

        var read = Enumerable.Range(0, columns).Where(column => !ignored.Contains(column)).ToList();
        var last = read.Count == 0 ? columns - 1 : read[^1];
        if (header is null)
        {
            return last;
        }

        var labels = read.FindAll(column => header[column].Equals("label", StringComparison.OrdinalIgnoreCase));
        if (labels.Count > 0)
        {
            return labels.Count == 1 ? labels[0] : throw Ask(labels, $"{labels.Count} columns are named 'label'");
        }

        var likely = read.FindAll(column => IsLikelyName(header[column]) || (header[column] is "y" or "Y" && !Array.Exists(header, name => name is "x" or "X" or "z" or "Z")));
        if (likely.Count == 0 || likely.Contains(last))
        {
            return last;
        }

        var plausible = likely.FindAll(column => !TableSample.Column(rows, column).IsMeasured);
        if (plausible.Count == 1 && TableSample.Column(rows, last).IsMeasured)
        {
            warn($"The class in {where} is the column '{header[plausible[0]]}', by its name; the last column, '{header[last]}', holds measured numbers.");
            return plausible[0];
        }

        throw Ask([.. likely, last], $"the class may be {string.Join(" or ", likely.Append(last).Select(column => $"'{header[column]}'"))}");

        DistillException Ask(IEnumerable<int> places, string what) => new(
            $"{where}: {what}. Say which by {CsvRemedy.LabelColumn}: a name, or a place ({string.Join(", ", places.Select(place => place.ToString(CultureInfo.InvariantCulture)))}).",
            CsvRemedy.LabelColumn);
    }

    /// <summary>Refuses a column of numbers to predict, or of names of single rows, and warns of many classes.</summary>
    /// <param name="labels">The classes as they are written, one a row.</param>
    /// <param name="label">The place of their column.</param>
    /// <param name="asked">Whether the user named it.</param>
    /// <param name="rows">The first rows of examples.</param>
    /// <param name="header">The names of the columns, or null.</param>
    /// <param name="features">The places of the other columns.</param>
    /// <param name="where">The file, for messages.</param>
    /// <param name="warn">Told where there are many classes.</param>
    public static void RequireClasses(
        IReadOnlyCollection<string> labels, int label, bool asked, IReadOnlyList<string[]> rows, string[]? header, IReadOnlyList<int> features,
        string where, Action<string> warn)
    {
        var filled = labels.Where(text => text.Length > 0).ToList();
        var different = filled.Distinct(StringComparer.Ordinal).ToList();
        if (different.Count <= 5)
        {
            return;
        }

        var numbers = different.TrueForAll(text => NumberText.Looks(text, out _));
        var fractions = numbers && different.Exists(text => NumberText.Looks(text, out var value) && !float.IsInteger(value));
        var single = different.Count * 10 > filled.Count * 9;
        var refused = fractions ? different.Count * 2 > filled.Count || different.Count > 100
            : !asked && different.Count > 20 && (numbers ? different.Count * 2 > filled.Count : single);
        if (!refused && (asked || different.Count <= 20 || !numbers || different.Count * 10 < filled.Count || (header is not null && IsLikelyName(header[label]))))
        {
            return;
        }

        var likely = features.Where(column => header is not null && IsLikelyName(header[column]))
            .Concat(features.Where(column => TableSample.Column(rows, column) is { IsText: true, MayBeClasses: true }))
            .Concat(features.Where(column => TableSample.Column(rows, column).MayBeClasses))
            .Distinct().Take(3).Select(column => Name(column)).ToList();
        var hint = likely.Count == 0 ? "" : $" More likely {(likely.Count == 1 ? "is" : "are")} {string.Join(", ", likely)}.";
        var found = string.Create(CultureInfo.InvariantCulture, $"{Name(label)} of {where} has {different.Count} different values in {filled.Count} rows");
        if (!refused)
        {
            warn($"{found}, each of which is a class.{hint}");
            return;
        }

        var kind = fractions ? "numbers to predict, not classes" : numbers ? "numbers, not classes" : "a name for each row, not classes";
        throw new DistillException(
            $"{found}, such as '{different[0]}' and '{different[1]}': that is {kind}.{hint} Name the column with the class by {CsvRemedy.LabelColumn}" +
            (fractions ? ", or divide the numbers into ranges, each of which is a class." : "; this one is taken too where it is named so."),
            CsvRemedy.LabelColumn);

        string Name(int column) => header is not null && header[column].Length > 0
            ? $"the column '{header[column]}'"
            : string.Create(CultureInfo.InvariantCulture, $"column {column + 1} (place {column})");
    }
}
