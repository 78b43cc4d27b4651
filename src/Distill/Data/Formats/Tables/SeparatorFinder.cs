using Distill.Files;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>Finds what stands between the fields of a table.</summary>
internal static class SeparatorFinder
{
    private static readonly char[] Usual = [',', ';', '\t', '|'];

    /// <summary>
    /// The separator that divides all of the first lines into as many fields, and of several the one that leaves most numbers.
    /// </summary>
    /// <param name="lines">The first lines.</param>
    /// <param name="whole">Whether there are no more.</param>
    /// <param name="where">The file, for messages.</param>
    /// <param name="look">What the file looks like.</param>
    /// <exception cref="DistillException">Nothing separates fields, or two things do so alike.</exception>
    public static char Find(string lines, bool whole, string where, FileLook look)
    {
        var fitting = Usual.Where(separator => Divide(separator) is { } sample && Fits(sample)).ToList();
        if (fitting.Count == 0 && Divide(' ') is { } spaced && Fits(spaced) && Numbers(spaced) > 0)
        {
            return ' ';
        }

        if (fitting.Count <= 1)
        {
            return fitting.Count == 1 ? fitting[0] : Likely();
        }

        var best = fitting.GroupBy(separator => Numbers(Divide(separator)!)).MaxBy(group => group.Key)!.ToList();
        return best.Count == 1
            ? best[0]
            : throw new DistillException(
                $"{where}: {string.Join(" and ", best.Select(Name))} both divide all lines into columns. Say which by {CsvRemedy.Separator}.", CsvRemedy.Separator);

        TableSample? Divide(char separator)
        {
            try
            {
                return TableSample.Of(lines, whole, separator, where);
            }
            catch (DistillException)
            {
                return null;
            }
        }

        // Lines differ: the reader will say where. A table of one column has no separator, and any will do.
        char Likely()
        {
            var divided = Usual.Select(separator => (separator, fields: Divide(separator)?.First.Length ?? 1)).MaxBy(item => item.fields);
            return divided.fields > 1 || look.Name != "JSON"
                ? divided.separator
                : throw new DistillException($"{where} is no table but looks like JSON.");
        }
    }

    /// <summary>What a separator is called.</summary>
    public static string Name(char separator) => separator switch
    {
        ',' => "a comma",
        ';' => "a semicolon",
        '\t' => "a tab",
        '|' => "a bar",
        ' ' => "spaces",
        _ => $"'{separator}'",
    };

    /// <summary>What several of them are called.</summary>
    public static string Names(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => Name(separator),
    };

    // A header may lack the name of an empty last column.
    private static bool Fits(TableSample sample) =>
        sample.First.Length >= 2
        && (sample.Below.Count == 0 || (sample.Below[0].Length is var columns && columns - sample.First.Length is 0 or 1))
        && sample.Below.All(row => row.Length == sample.Below[0].Length);

    private static double Numbers(TableSample sample)
    {
        var cells = sample.Below.Prepend(sample.First).SelectMany(row => row).ToList();
        return (double)cells.Count(cell => NumberText.Looks(cell, out _)) / cells.Count;
    }
}
