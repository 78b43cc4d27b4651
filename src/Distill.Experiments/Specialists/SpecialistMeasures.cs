using Distill.Evaluation;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;

namespace Distill.Experiments.Specialists;

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
        return new SeedScores(seed, metrics.TopK[0].Accuracy, metrics.TopK[1].Accuracy, metrics.Nll, sets is null ? null : Conditional(answers, sets));
    }

    /// <summary>Of the examples of covered classes, the share whose label is the most probable of the covered classes; null where there are none.</summary>
    public static double? Conditional(Predictions answers, ClassSets sets)
    {
        var covered = Enumerable.Range(0, sets.Classes).Where(number => sets.Covering(number).Length > 0).ToArray();
        var (right, examples) = (0, 0);
        for (var example = 0; example < answers.Count; example++)
        {
            var label = (int)answers.Labels[example];
            if (sets.Covering(label).Length == 0)
            {
                continue;
            }

            var row = answers.Case(example).ToArray();
            examples++;
            right += covered.MaxBy(number => row[number]) == label ? 1 : 0;
        }

        return examples == 0 ? null : (double)right / examples;
    }

    /// <summary>How much more is right, by how many specialists cover the label.</summary>
    /// <param name="pairs">For each seed: before, after, and the classes of the specialists.</param>
    public static IReadOnlyList<CoverGain> ByCover(IEnumerable<(Predictions Before, Predictions After, ClassSets Sets)> pairs)
    {
        var lines = new SortedDictionary<int, (long Examples, long Before, long After)>();
        foreach (var (before, after, sets) in pairs)
        {
            for (var example = 0; example < before.Count; example++)
            {
                var label = (int)before.Labels[example];
                var cover = sets.Covering(label).Length;
                var (examples, rightBefore, rightAfter) = lines.GetValueOrDefault(cover);
                lines[cover] = (
                    examples + 1,
                    rightBefore + (before.PredictedClass(example) == label ? 1 : 0),
                    rightAfter + (after.PredictedClass(example) == label ? 1 : 0));
            }
        }

        return
        [
            .. lines.Select(line => new CoverGain(
                line.Key, line.Value.Examples, line.Value.After - line.Value.Before,
                line.Value.Before == 0 ? null : (double)(line.Value.After - line.Value.Before) / line.Value.Before)),
        ];
    }

    /// <summary>How much more the second has right, as a share of what the first has right; means over the seeds of both.</summary>
    public static double RelativeGain(SpecialistScores before, SpecialistScores after)
    {
        var seeds = after.BySeed.Select(entry => entry.Seed).ToHashSet();
        return (after.Top1 / before.BySeed.Where(entry => seeds.Contains(entry.Seed)).Average(entry => entry.Top1)) - 1;
    }
}
