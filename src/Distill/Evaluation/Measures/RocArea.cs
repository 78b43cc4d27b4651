namespace Distill.Evaluation;

/// <summary>How well a number tells two groups apart.</summary>
internal static class RocArea
{
    /// <summary>
    /// The area under the receiver operating characteristic: the share of pairs, one of each group, in which the first group's number is
    /// larger; equal numbers count half. 1 tells them apart without an error, 0.5 is chance.
    /// </summary>
    /// <param name="larger">The numbers that should be larger; at least one.</param>
    /// <param name="smaller">The others; at least one.</param>
    /// <exception cref="ArgumentException">A group is empty, or holds NaN.</exception>
    public static double Of(ReadOnlySpan<float> larger, ReadOnlySpan<float> smaller)
    {
        float[] sorted = [.. smaller];
        if (larger.IsEmpty || sorted.Length == 0 || Array.Exists(sorted, float.IsNaN))
        {
            throw new ArgumentException($"There are {larger.Length} and {sorted.Length} numbers; expected at least one in each group, and no NaN.");
        }

        Array.Sort(sorted);
        var wins = 0.0;
        foreach (var number in larger)
        {
            if (float.IsNaN(number))
            {
                throw new ArgumentException("A number is NaN.", nameof(larger));
            }

            wins += (Before(sorted, number, equal: false) + Before(sorted, number, equal: true)) / 2.0;
        }

        return wins / larger.Length / sorted.Length;
    }

    // How many numbers are below one, or at most as large as it.
    private static int Before(float[] sorted, float number, bool equal)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < number || (equal && sorted[middle] == number))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
