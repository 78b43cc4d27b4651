namespace Distill.Runs;

/// <summary>Finds what somebody probably meant when they mistyped a name.</summary>
internal static class NearMiss
{
    /// <summary>
    /// The known name nearest to <paramref name="typed"/>, or null when none is near: insertions, deletions, changed
    /// letters and swapped neighbours each count one, and at most a third of the letters may differ. A name that
    /// begins with what was typed also counts. Upper and lower case do not matter.
    /// </summary>
    public static string? Suggest(string typed, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentNullException.ThrowIfNull(known);
        var best = known
            .Select(name => (Name: name, Distance: Distance(Fold(typed), Fold(name))))
            .Select(candidate => typed.Length >= 2 && Fold(candidate.Name).StartsWith(Fold(typed), StringComparison.Ordinal)
                ? (candidate.Name, Distance: 1)
                : candidate)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Max(typed.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    /// <summary>" Did you mean 'x'?" or nothing: the end of a message about <paramref name="typed"/>.</summary>
    public static string Question(string typed, IEnumerable<string> known) =>
        Suggest(typed, known) is { } name ? $" Did you mean '{name}'?" : "";

    private static string Fold(string name) => name.ToUpperInvariant();

    // Damerau-Levenshtein in its restricted form: a swapped pair is not edited again.
    private static int Distance(string a, string b)
    {
        // A hostile name must not cost quadratic time.
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 128 || b.Length > 128)
        {
            return int.MaxValue;
        }

        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    costs[i, j] = i + j;
                    continue;
                }

                var changed = a[i - 1] == b[j - 1] ? 0 : 1;
                var cost = Math.Min(costs[i - 1, j - 1] + changed, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost = Math.Min(cost, costs[i - 2, j - 2] + 1);
                }

                costs[i, j] = cost;
            }
        }

        return costs[a.Length, b.Length];
    }
}
