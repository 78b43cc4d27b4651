using System.Text.RegularExpressions;

namespace Distill.Jobs.Clusters.Scripts;

/// <summary>Words of a shell's command line.</summary>
internal static partial class ShellText
{
    /// <summary>Words as a shell reads them again; those with other than plain letters are quoted.</summary>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Of));

    /// <summary>One word.</summary>
    public static string Of(string word) => Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^[-A-Za-z0-9_./:=,%+@]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
