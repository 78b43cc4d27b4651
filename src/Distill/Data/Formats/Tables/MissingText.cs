namespace Distill.Data.Formats.Tables;

/// <summary>What programs write where they have no value.</summary>
internal static class MissingText
{
    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase) { "nan", "null", "?", "-nan", "<na>", "#n/a", "n/a" };

    private static readonly HashSet<string> Sometimes = new(StringComparer.OrdinalIgnoreCase) { "na", "-", "--", "nil", "none", "missing", "." };

    /// <summary>Whether a cell, without blanks around it, is no value of a feature.</summary>
    public static bool Is(string cell) => cell.Length == 0 || IsNoClass(cell) || MayBeClass(cell);

    /// <summary>Whether it is no class either.</summary>
    public static bool IsNoClass(string cell) => Always.Contains(cell);

    /// <summary>Whether it is no value where others are numbers, and may be a class where they are words.</summary>
    public static bool MayBeClass(string cell) => Sometimes.Contains(cell);
}
