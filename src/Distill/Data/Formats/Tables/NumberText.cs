using System.Globalization;
using System.Text.RegularExpressions;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>Cells as numbers.</summary>
internal static partial class NumberText
{
    /// <summary>Reads a cell.</summary>
    /// <param name="cell">Blanks around it do not matter.</param>
    /// <param name="comma">Whether decimals are marked by a comma instead of a point.</param>
    /// <param name="number">A finite number.</param>
    public static bool TryRead(string cell, bool comma, out float number)
    {
        number = 0;
        if (comma)
        {
            if (cell.Contains('.', StringComparison.Ordinal))
            {
                return false;
            }

            cell = cell.Replace(',', '.');
        }

        return float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);
    }

    /// <summary>Whether a cell is a number by either mark of decimals.</summary>
    public static bool Looks(string cell, out float number) => TryRead(cell, comma: false, out number) || TryRead(cell, comma: true, out number);

    /// <summary>Whether decimals have a comma in a table.</summary>
    /// <param name="rows">The first rows.</param>
    /// <param name="separator">A comma that separates marks nothing else.</param>
    /// <param name="where">The file, for the message.</param>
    /// <exception cref="DistillException">Commas may as well divide thousands.</exception>
    public static bool HasCommas(IEnumerable<string[]> rows, char separator, string where)
    {
        if (separator == ',')
        {
            return false;
        }

        var numbers = rows.SelectMany(row => row).Where(cell => cell.AsSpan().ContainsAny(",.") && Looks(cell, out _)).ToList();
        var commas = numbers.Where(cell => cell.Contains(',', StringComparison.Ordinal)).ToList();
        return commas.Count != 0 && commas.Count == numbers.Count && (!commas.TrueForAll(cell => Thousands().IsMatch(cell.Trim()))
            ? true
            : throw new DistillException(
                $"{where}: the comma in '{commas[0].Trim()}' may mark decimals or divide thousands, and so may that of every other number. Write the " +
                "numbers with a point for decimals, and without marks between thousands."));
    }

    /// <summary>What a cell is that is no number.</summary>
    public static CellFault Fault(string cell) =>
        MissingText.Is(cell) ? CellFault.Missing
        : Infinite().IsMatch(cell) ? CellFault.Infinite
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? CellFault.OutOfRange
        : cell.Contains(',', StringComparison.Ordinal) && TryRead(cell, comma: true, out _) ? CellFault.Comma
        : Grouped().IsMatch(cell) ? CellFault.Thousands
        : Dated().IsMatch(cell) ? CellFault.Date
        : Unit().IsMatch(cell) ? CellFault.Unit
        : Truth().IsMatch(cell) ? CellFault.Truth
        : CellFault.Text;

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2},[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^[+-]?[0-9]{1,3}([,.'’ \u00A0\u202F][0-9]{3})+([.,][0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^[+-]?(inf|infinity|∞)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Infinite();

    [GeneratedRegex(@"^[0-9]{1,4}([-/.][0-9]{1,2}[-/.][0-9]{1,4}|:[0-9]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Dated();

    [GeneratedRegex(@"^\p{Sc} ?[+-]?[0-9][0-9.,]*$|^[+-]?[0-9][0-9.,]* ?(%|‰|\p{Sc}|[a-zµ°]{1,4}[²³]?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unit();

    [GeneratedRegex("^(true|false|yes|no)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Truth();
}
