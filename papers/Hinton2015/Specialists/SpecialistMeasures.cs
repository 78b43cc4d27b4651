using Distill.Evaluation;
using Distill.Jobs.Specialists;
using Distill.Runs.Results;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;

namespace Hinton2015.Specialists;

/// <summary>The measures of section 5 of the paper.</summary>
internal static class SpecialistMeasures
{
    private const int TopK = 5;

    /// <summary>Top-1, top-5 and, where classes are assigned, conditional accuracy.</summary>
    /// <param name="seed">The seed of the generalist.</param>
    /// <param name="answers">Of labelled examples.</param>
    /// <param name="sets">The classes of the specialists; null before there are any.</param>
    public static SeedScores Of(long seed, Predictions answers, ClassSets? sets)
    {
        var metrics = answers.Evaluate(new MetricOptions { TopK = [1, Math.Min(TopK, answers.Classes)] }).Metrics;
        return new SeedScores(seed, metrics.TopK[0].Accuracy, metrics.TopK[1].Accuracy, metrics.Nll, sets is null ? null : CoverMeasures.Conditional(answers, sets));
    }

    /// <summary>How much more is right, by how many specialists cover the label, all seeds together.</summary>
    /// <param name="pairs">For each seed: before, after, and the classes of the specialists.</param>
    public static IReadOnlyList<CoverGain> ByCover(IReadOnlyList<(CaseScores Before, CaseScores After, ClassSets Sets)> pairs) =>
    [
        .. pairs.SelectMany(pair => CoverMeasures.ByCover(pair.Before, pair.After, pair.Sets))
            .GroupBy(line => line.Cover)
            .OrderBy(lines => lines.Key)
            .Select(lines => new CoverScores(
                lines.Key, lines.Sum(line => line.Examples), lines.Sum(line => line.GeneralistCorrect), lines.Sum(line => line.CombinedCorrect)))
            .Select(line => new CoverGain(line.Cover, line.Examples, line.Change, line.RelativeChange, ShareGained(pairs, line.Cover))),
    ];

    // Seeds answer for the same examples, so an example is drawn with all its seeds.
    private static Interval ShareGained(IReadOnlyList<(CaseScores Before, CaseScores After, ClassSets Sets)> pairs, int cover)
    {
        var (changes, seeds) = (new List<double>(), new List<double>());
        for (var example = 0; example < pairs[0].Before.Count; example++)
        {
            var covered = pairs.Where(pair => pair.Sets.Covering(pair.Before.Labels[example]).Length == cover).ToList();
            if (covered.Count > 0)
            {
                changes.Add(covered.Sum(pair => (pair.After.IsCorrect(example) ? 1 : 0) - (pair.Before.IsCorrect(example) ? 1 : 0)));
                seeds.Add(covered.Count);
            }
        }

        return PairedBootstrap.Ratio([.. changes], [.. seeds]);
    }

    /// <summary>How much more the second has right, as a share of what the first has right; means over the seeds of both.</summary>
    public static double RelativeGain(SpecialistScores before, SpecialistScores after)
    {
        var seeds = after.BySeed.Select(entry => entry.Seed).ToHashSet();
        return (after.Top1 / before.BySeed.Where(entry => seeds.Contains(entry.Seed)).Average(entry => entry.Top1)) - 1;
    }
}
