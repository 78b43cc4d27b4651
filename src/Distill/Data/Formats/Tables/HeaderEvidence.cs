namespace Distill.Data.Formats.Tables;

/// <summary>Tells from the first lines whether the first of them names the columns.</summary>
internal static class HeaderEvidence
{
    private const int ManyColumns = 10;

    /// <summary>Compares the first line with those below.</summary>
    /// <returns>Null where it may be either.</returns>
    public static bool? NamesColumns(TableSample sample)
    {
        var first = Array.ConvertAll(sample.First, cell => cell.Trim());
        if (sample.Below.Count == 0)
        {
            return !Array.Exists(first, IsNumber);
        }

        var columns = Enumerable.Range(0, first.Length).Select(column => TableSample.Column(sample.Below, column)).ToList();
        var places = Enumerable.Range(0, first.Length).ToList();
        var words = places.FindAll(column => !IsNumber(first[column]) && !MissingText.Is(first[column]));
        var numbers = places.FindAll(column => IsNumber(first[column]));
        var occurs = words.Exists(column => !columns[column].IsNumeric && sample.Below.Any(row => row.Length > column && row[column].Trim() == first[column]));
        var overNumbers = words.Count(column => columns[column].IsNumeric);
        var numeric = columns.Count(column => column.IsNumeric);
        if (numbers.Count == 0)
        {
            // A line of missing values and a class names nothing.
            return overNumbers > 0 || numeric == 0 || (words.Count > 0 && !occurs && Array.TrueForAll(first, cell => cell.Length == 0 || !MissingText.Is(cell)));
        }

        if (occurs)
        {
            return false;
        }

        var wholes = numbers.Select(column => NumberText.Looks(first[column], out var value) && float.IsInteger(value) ? value : float.NaN).ToList();
        var whole = wholes.TrueForAll(float.IsFinite) && wholes.Distinct().Count() == wholes.Count;
        var counts = whole && wholes.Zip(wholes.Skip(1)).All(pair => pair.Second == pair.First + 1);
        var named = words.Exists(column => ClassColumn.IsLikelyName(first[column]));
        if (overNumbers > 0)
        {
            return overNumbers * 2 >= numeric || (whole && named) ? true : whole ? null : false;
        }

        if (words.Count > 0)
        {
            var repeated = words.Exists(column => columns[column].MayBeClasses);
            var many = numbers.Count >= ManyColumns;
            var exact = numbers.TrueForAll(column => columns[column].IsFractional);
            return (whole && named) || (counts && numbers.Count > 1 && (wholes[0] == 0 ? repeated || many : repeated && many)) ? true
                : named || (whole && numbers.Count > 1 && ((counts && wholes[0] == 0) || (repeated && (counts || exact)))) ? null
                : false;
        }

        // Numbers alone: places that count the columns, as programs write them that have no names.
        if (!counts || numbers.Count < 3 || first.Length - numbers.Count > (first[0].Length == 0 ? 1 : 0))
        {
            return false;
        }

        var last = sample.Below.Any(row => row.Length == first.Length && NumberText.Looks(row[^1].Trim(), out var value) && value == wholes[^1]);
        var fractional = numbers.SkipLast(1).All(column => columns[column].IsFractional);
        return wholes[0] == 0 && (numbers.Count >= ManyColumns || first[0].Length == 0 || (fractional && !last)) ? true
            : fractional || (wholes[0] == 0 && !last) ? null
            : false;
    }

    private static bool IsNumber(string cell) => NumberText.Looks(cell, out _);
}
