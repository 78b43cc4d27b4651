using System.Globalization;
using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Jobs.Teachers;

/// <summary>
/// Tries classes that were matched by position alone: whether another match makes clearly more of some labelled examples right.
/// The other match is found on one half of the examples and judged on the other half.
/// </summary>
internal static class PositionTrial
{
    private const double Significance = 0.01;
    private const int ShownClasses = 8;

    // Of a class's examples and of a prediction's: what a model that knows its classes gives, and one that is fed wrongly does not.
    private const double LeastShare = 0.4;

    /// <param name="name">What to call the teacher.</param>
    /// <param name="teacher">The teacher, in the classes of the data.</param>
    /// <param name="map">How its classes were matched.</param>
    /// <param name="examples">Labelled.</param>
    /// <exception cref="DistillException">Another match is clearly better (McNemar's test at 1 %).</exception>
    public static void Require(string name, ITeacher teacher, ClassMap map, ExampleView examples)
    {
        if (!map.IsByPosition || examples.Count < 2)
        {
            return;
        }

        var (choosing, judging) = (Half(0), Half(1));
        var best = Assignment(choosing);
        var others = best.Where(pair => pair.Key != pair.Value).ToList();
        var (better, worse) = (others.Sum(pair => judging[pair.Key, pair.Value]), others.Sum(pair => judging[pair.Key, pair.Key]));
        if (better <= worse || new McNemarTest(better, worse).PValue >= Significance)
        {
            return;
        }

        var names = examples.ClassNames;
        throw new DistillException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The classes of the teacher {name} were matched with the data's by position ({map.Description}), and labelled examples contradict that: of {examples.Count / 2} examples of {examples.Name}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{better} more are right and {worse} fewer with another match. It seems that ")
            + string.Join("; ", others.OrderBy(pair => pair.Key).Take(ShownClasses).Select(pair => $"'{names[pair.Key]}' is its class {pair.Value}"))
            + (others.Count > ShownClasses ? $"; and {others.Count - ShownClasses} more" : "")
            + $". Say with {ClassMapRemedy} which of its classes stand for which.",
            ClassMapRemedy);

        ConfusionCounts Half(int first) => Evaluator.Evaluate(
            Predictor.Of(teacher),
            examples.Subset([.. Enumerable.Range(0, examples.Count).Where(i => i % 2 == first)], examples.Name)).Metrics.Confusions;
    }

    private static Remedy ClassMapRemedy => new(nameof(ForeignTeacherOptions), nameof(ForeignTeacherOptions.ClassMap));

    // From label to the class that is predicted for it, where the two mostly go together: the most frequent first, each class once on both sides.
    private static Dictionary<int, int> Assignment(ConfusionCounts counts)
    {
        var (found, taken) = (new Dictionary<int, int>(), new HashSet<int>());
        var right = Enumerable.Range(0, counts.Classes).Select(c => (Label: c, Predicted: c, Count: counts[c, c])).Where(pair => pair.Count > 0);
        var pairs = right.Concat(counts.MostConfused(int.MaxValue)).ToList();
        var predicted = pairs.GroupBy(pair => pair.Predicted).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Count));
        foreach (var pair in pairs.OrderByDescending(pair => pair.Count))
        {
            if (pair.Count >= LeastShare * Math.Max(counts.Cases(pair.Label), predicted[pair.Predicted]) && !found.ContainsKey(pair.Label) && taken.Add(pair.Predicted))
            {
                found.Add(pair.Label, pair.Predicted);
            }
        }

        return found;
    }
}
