using Distill.Runs;
using Distill.Runs.Results.Sweeps;

namespace Distill.Cli.CommandLine;

/// <summary>How many students are trained that differ by their seeds.</summary>
internal static class SeedCount
{
    /// <summary>The seeds 1, 2 and so on.</summary>
    /// <param name="count">What was typed after --seeds.</param>
    /// <param name="own">How seeds of one's own are given, for the message.</param>
    /// <exception cref="DistillException">It is no count, or too large.</exception>
    public static IEnumerable<long> Seeds(int count, string own) => count is >= 1 and <= Sweep.MostStudents
        ? Enumerable.Range(1, count).Select(seed => (long)seed)
        : throw new DistillException($"--seeds {count}: expected a count from 1 to {Sweep.MostStudents}; {own}.");
}
