using System.Globalization;
using System.Text.RegularExpressions;

namespace Distill.Models.Import;

/// <summary>One entry of a <see cref="NameMap"/> with stars.</summary>
internal sealed partial class NamePattern
{
    private readonly Regex theirs;
    private readonly string? ours;

    public NamePattern(string theirs, string? ours)
    {
        // Each star takes as little as it can. Without backtracking a long hostile name costs no more than its length.
        var expression = string.Join("(.+?)", theirs.Split('*').Select(Regex.Escape));
        this.theirs = new Regex($@"\A{expression}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        (Theirs, this.ours) = (theirs, ours);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Theirs { get; }

    public static int Stars(string text) => text.Count(letter => letter == '*');

    public bool Fits(string name) => theirs.IsMatch(name);

    /// <summary>Our name of a tensor that fits; null where it is left out.</summary>
    public string? Ours(string name)
    {
        if (ours is null)
        {
            return null;
        }

        var taken = theirs.Match(name).Groups;
        var star = 0;
        return Star().Replace(ours, match => Moved(taken[++star].Value, match.Groups[1].Value));
    }

    // A text that is no number stays as it is, and is then reported as a name that the model does not have.
    private static string Moved(string text, string by) =>
        by.Length > 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number + int.Parse(by, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)
            : text;

    [GeneratedRegex(@"\*([+-][0-9]{1,4})?")]
    private static partial Regex Star();
}
