using System.Globalization;
using System.Text.RegularExpressions;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>Classes as tables write them: in which order, and which spellings are one.</summary>
internal static partial class ClassLabels
{
    /// <summary>How a class is compared: without blanks around it, and with letters and their accents in one form.</summary>
    public static string Normal(string cell) => ComposedName.Of(cell.Trim());

    /// <summary>The classes that occur: numbers in their order, words as text.</summary>
    /// <param name="labels">One a row, in the form that is compared; empty for none.</param>
    /// <param name="where">The file, for warnings.</param>
    /// <param name="warn">Told of spellings that are one class, and of classes that are nearly one.</param>
    public static IReadOnlyList<string> Classes(IEnumerable<string> labels, string where, Action<string> warn)
    {
        var different = labels.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (different.Count == 0 || !different.TrueForAll(text => Number(text, out _)))
        {
            WarnOfNear(different, where, warn);
            return [.. different.Order(StringComparer.Ordinal)];
        }

        var classes = new List<string>();
        foreach (var spellings in different.GroupBy(Value).OrderBy(group => group.Key))
        {
            var written = spellings.Order(StringComparer.Ordinal).ToList();
            classes.Add(written.Count == 1 ? Plain(written[0]) : spellings.Key.ToString("0.############################", CultureInfo.InvariantCulture));
            if (written.Count > 1)
            {
                warn($"{string.Join(", ", written.Select(text => $"'{text}'"))} in {where} are one number, and so one class, '{classes[^1]}'.");
            }
        }

        return classes;
    }

    /// <summary>Empties cells that say that there is no class.</summary>
    /// <param name="labels">One a row, in the form that is compared.</param>
    /// <param name="classNames">The classes, where they are known.</param>
    /// <param name="where">The file, for warnings.</param>
    /// <param name="warn">Told which cells are taken for missing, and which may be meant so.</param>
    public static void DropMissing(List<string> labels, IReadOnlyList<string>? classNames, string where, Action<string> warn)
    {
        var different = labels.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var others = different.FindAll(text => !MissingText.Is(text));
        var numbers = others.Count > 0 && others.TrueForAll(text => Number(text, out _));
        var missing = different.Where(text => (classNames is null || !classNames.Contains(text)) && (MissingText.IsNoClass(text) || (MissingText.MayBeClass(text) && numbers)))
            .ToHashSet(StringComparer.Ordinal);
        for (var row = 0; row < labels.Count && missing.Count > 0; row++)
        {
            labels[row] = missing.Contains(labels[row]) ? "" : labels[row];
        }

        if (missing.Count > 0)
        {
            warn($"Rows of {where} whose class is {string.Join(" or ", missing.Select(text => $"'{text}'"))} are read as rows without a label.");
        }

        foreach (var word in different.Where(text => classNames is null && MissingText.MayBeClass(text) && !missing.Contains(text)))
        {
            warn($"'{word}' in {where} is read as a class. Where it means that there is none, leave the cell empty.");
        }
    }

    /// <summary>The place of each row's class.</summary>
    /// <param name="labels">One a row, in the form that is compared; empty for none.</param>
    /// <param name="lines">The line of each row, for messages.</param>
    /// <param name="classNames">The classes.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DistillException">Rows have other classes.</exception>
    public static int[] Places(IReadOnlyList<string> labels, IReadOnlyList<int> lines, IReadOnlyList<string> classNames, string where)
    {
        var (byText, byNumber) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<decimal, int>());
        var numbers = classNames.All(name => Number(name.Trim(), out _));
        for (var place = 0; place < classNames.Count; place++)
        {
            byText.TryAdd(Normal(classNames[place]), place);
            if (numbers)
            {
                byNumber.TryAdd(Value(classNames[place].Trim()), place);
            }
        }

        var result = new int[labels.Count];
        var unknown = new Dictionary<string, (int Rows, int Line)>(StringComparer.Ordinal);
        for (var row = 0; row < result.Length; row++)
        {
            var label = labels[row];
            result[row] = -1;
            if (label.Length > 0 && !byText.TryGetValue(label, out result[row]) && !(Number(label, out var value) && byNumber.TryGetValue(value, out result[row])))
            {
                unknown[label] = unknown.TryGetValue(label, out var seen) ? (seen.Rows + 1, seen.Line) : (1, lines[row]);
            }
        }

        if (unknown.Count > 0)
        {
            var found = unknown.Take(3).Select(item => string.Create(CultureInfo.InvariantCulture, $"label '{item.Key}' (rows: {item.Value.Rows}, first on line {item.Value.Line})"));
            throw new DistillException(
                $"{where} has {string.Join(", ", found)}{(unknown.Count > 3 ? ", …" : "")}, none of the {classNames.Count} classes " +
                $"({string.Join(", ", classNames.Take(10))}{(classNames.Count > 10 ? ", …" : "")}).");
        }

        return result;
    }

    // 1.0 and +1 are 1; leading zeros are kept, as in 007.
    private static string Plain(string written)
    {
        var match = Whole().Match(written);
        return match.Success ? match.Groups[1].Value.StartsWith('-') || !match.Groups[1].Value.StartsWith('+') ? match.Groups[1].Value : match.Groups[1].Value[1..] : written;
    }

    private static void WarnOfNear(IEnumerable<string> different, string where, Action<string> warn)
    {
        foreach (var near in different.GroupBy(text => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant(), StringComparer.Ordinal))
        {
            if (near.Skip(1).Any())
            {
                warn($"{string.Join(", ", near.Select(text => $"'{text}'"))} in {where} differ only in case or spaces, and are {near.Count()} classes.");
            }
        }
    }

    private static bool Number(string text, out decimal value) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static decimal Value(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([+-]?[0-9]+)(?:\.0*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
