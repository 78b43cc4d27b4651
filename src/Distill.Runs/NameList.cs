namespace Distill.Runs;

/// <summary>Names in a message, of which there may be thousands.</summary>
internal static class NameList
{
    /// <summary>The first of them, and how many are left: "a, b, c, d and 12 more".</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">How many are told.</param>
    public static string Of(IReadOnlyList<string> names, int most = 4) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
}
