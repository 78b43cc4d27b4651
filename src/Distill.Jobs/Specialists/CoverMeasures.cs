using Distill.Evaluation;
using Distill.Runs.Results.Specialists;
using Distill.Specialists;

namespace Distill.Jobs.Specialists;

/// <summary>Measures by which classes specialists cover: those of tables 3 and 4 of the paper.</summary>
internal static class CoverMeasures
{
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

    /// <summary>What is right before and after, by how many specialists cover the label, fewest first.</summary>
    public static IReadOnlyList<CoverScores> ByCover(CaseScores before, CaseScores after, ClassSets sets) =>
    [
        .. Enumerable.Range(0, before.Count)
            .GroupBy(example => sets.Covering(before.Labels[example]).Length)
            .OrderBy(group => group.Key)
            .Select(group => new CoverScores(group.Key, group.Count(), group.Count(before.IsCorrect), group.Count(after.IsCorrect))),
    ];
}
