using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Distill.Teachers.Foreign;

/// <summary>Names of classes as people and files write them: when two mean the same, and when they mean nothing.</summary>
internal static partial class LabelNames
{
    /// <summary>Whether the names only count: "3", "LABEL_3", "class 3".</summary>
    public static bool OnlyCount(IReadOnlyList<string> names) =>
        names.Select((name, place) => (name, place)).All(pair => Number(pair.name) == pair.place);

    /// <summary>Whether the names are what Hugging Face's tools write of classes that nobody named: "LABEL_3".</summary>
    public static bool AreUnnamed(IReadOnlyList<string> names) =>
        OnlyCount(names) && names.All(name => name.StartsWith("label", StringComparison.OrdinalIgnoreCase));

    /// <summary>The number that a name is, as in "3", "03", "3.0", "class_3" and "LABEL_3"; null for another name.</summary>
    public static int? Number(string name) =>
        Counted().Match(name) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>
    /// What a label of a teacher may be called: itself, the words after a WordNet number, and each of its synonyms, as in
    /// "n01440764 tench, Tinca tinca".
    /// </summary>
    public static IEnumerable<string> Of(string label)
    {
        var words = WordNetNumber().Replace(label, "");
        return words.Split(',').Append(label).Append(words).Select(Fold).Where(name => name.Length > 0).Distinct();
    }

    /// <summary>Without regard to case, spaces, hyphens and underscores.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (!char.IsWhiteSpace(letter) && letter is not ('_' or '-'))
            {
                folded.Append(char.ToLowerInvariant(letter));
            }
        }

        return folded.ToString();
    }

    [GeneratedRegex(@"^\s*(?:label|class|category|cls)?[\s_-]*0*?(\d{1,9})(?:\.0+)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Counted();

    [GeneratedRegex(@"^\s*n\d{8}\s+")]
    private static partial Regex WordNetNumber();
}
