using System.Globalization;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>Finds a column that a user names.</summary>
internal static class ColumnName
{
    /// <summary>The place of a column.</summary>
    /// <param name="asked">A name of the header, or a place from 0; −1 is the last.</param>
    /// <param name="header">The names of the columns, or null.</param>
    /// <param name="columns">How many there are.</param>
    /// <param name="what">What the column is to be, for the message.</param>
    /// <param name="remedy">Where the user named it.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DistillException">There is no such column, or several have the name.</exception>
    public static int Find(string asked, string[]? header, int columns, string what, Remedy remedy, string where)
    {
        foreach (var comparison in (StringComparison[])[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            var named = Enumerable.Range(0, header?.Length ?? 0).Where(column => header![column].Equals(asked.Trim(), comparison)).ToList();
            if (named.Count > 0)
            {
                return named.Count == 1 ? named[0] : throw new DistillException(
                    $"{where} has {named.Count} columns named '{asked}'; name the {what} by its place from 0: {string.Join(" or ", named)}.", remedy);
            }
        }

        if (int.TryParse(asked, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place) && place >= -columns && place < columns)
        {
            return place < 0 ? columns + place : place;
        }

        var known = header is null
            ? $"it has no header, so give a number from 0 to {columns - 1}"
            : $"its columns are {string.Join(", ", header.Take(20))}{(header.Length > 20 ? ", …" : "")}";
        throw new DistillException($"{where} has no {what} '{asked}': {known}.", remedy);
    }
}
