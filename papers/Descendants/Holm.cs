using Distill.Runs.Results;

namespace Descendants;

/// <summary>Holm's correction for several tests: the chance of a single false finding among all stays below the level.</summary>
internal static class Holm
{
    /// <summary>Corrected p values over the seeds, in the order of the tests; null where one has none.</summary>
    public static IReadOnlyList<double>? OverSeeds(IReadOnlyList<PairedTest> tests) =>
        tests.All(test => test.OverSeeds is not null) ? Corrected([.. tests.Select(test => test.OverSeeds!.P)]) : null;

    /// <summary>Corrected p values, in the order of those that are given.</summary>
    /// <param name="ps">Each 0 to 1.</param>
    public static IReadOnlyList<double> Corrected(IReadOnlyList<double> ps)
    {
        var corrected = new double[ps.Count];
        var largest = 0.0;
        foreach (var (rank, (place, p)) in ps.Index().OrderBy(entry => entry.Item).Index())
        {
            largest = Math.Max(largest, Math.Min(1, p * (ps.Count - rank)));
            corrected[place] = largest;
        }

        return corrected;
    }
}
