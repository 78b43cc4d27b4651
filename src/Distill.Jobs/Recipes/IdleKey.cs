namespace Distill.Jobs.Recipes;

/// <summary>A key that nothing reads, because of what else the recipe says.</summary>
/// <param name="Key">Its path, joined by points.</param>
/// <param name="IsSet">Whether its value is another than the default, so that somebody must have wanted something.</param>
/// <param name="Why">Why nothing reads it, to follow "would change nothing: ".</param>
internal sealed record IdleKey(string Key, bool IsSet, string Why)
{
    /// <summary>One sentence for each key that somebody set and nothing reads.</summary>
    /// <param name="keys">Keys that nothing reads.</param>
    /// <param name="typed">
    /// Keys that were typed, and how, for example "hardWeight" and "--hard-weight": where they are idle they are mistakes even
    /// with the default as their value. Null: the recipe was not written now but stored before, and nothing is a mistake.
    /// </param>
    public static IEnumerable<string> Problems(IEnumerable<IdleKey> keys, IReadOnlyDictionary<string, string>? typed)
    {
        if (typed is null)
        {
            yield break;
        }

        foreach (var key in keys)
        {
            var names = typed.Where(pair => IsAtOrBelow(pair.Key, key.Key)).Select(pair => pair.Value).DefaultIfEmpty(key.IsSet ? key.Key : null);
            foreach (var name in names.OfType<string>())
            {
                yield return $"{name} would change nothing: {key.Why}; leave it out";
            }
        }
    }

    private static bool IsAtOrBelow(string path, string key) =>
        path == key || path.StartsWith(key + ".", StringComparison.Ordinal);
}
