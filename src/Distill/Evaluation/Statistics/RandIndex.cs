namespace Distill.Evaluation;

/// <summary>How well two ways to divide the same things into groups agree.</summary>
internal static class RandIndex
{
    /// <summary>
    /// The adjusted Rand index (Hubert and Arabie): the share of pairs that both keep together or both part, set so that 1 is the
    /// same division and 0 what chance gives. It may be negative.
    /// </summary>
    /// <param name="first">The group of each thing, by any numbers.</param>
    /// <param name="second">The same for the other division.</param>
    /// <exception cref="ArgumentException">They are not of the same things, or of fewer than two.</exception>
    public static double Adjusted(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Count < 2)
        {
            throw new ArgumentException($"There are {first.Count} and {second.Count} groups; expected one for each of two or more things, in both.");
        }

        var both = first.Zip(second).CountBy(pair => pair).Sum(cell => Pairs(cell.Value));
        var ofFirst = first.CountBy(group => group).Sum(group => Pairs(group.Value));
        var ofSecond = second.CountBy(group => group).Sum(group => Pairs(group.Value));
        var byChance = ofFirst * ofSecond / Pairs(first.Count);
        var most = (ofFirst + ofSecond) / 2;

        // Both have one group, or both one thing in each: they are the same, and chance cannot do less.
        return most == byChance ? 1 : (both - byChance) / (most - byChance);
    }

    private static double Pairs(double count) => count * (count - 1) / 2;
}
