using Distill.Evaluation;
using Distill.Specialists;

namespace Hinton2015.Specialists;

/// <summary>
/// What a generalist and all its specialists answer for the same examples, kept, so that any way of combining them costs no
/// further run of the nets.
/// </summary>
/// <param name="sets">The classes of each specialist.</param>
/// <param name="generalist">Over all classes.</param>
/// <param name="specialists">One for each set: its classes and a dustbin; or over all classes, for specialists with a full softmax.</param>
internal sealed class SpecialistAnswers(ClassSets sets, Predictions generalist, IReadOnlyList<Predictions> specialists)
{
    /// <summary>The generalist alone.</summary>
    public Predictions Generalist => generalist;

    /// <summary>The classes of each specialist.</summary>
    public ClassSets Sets => sets;

    /// <summary>Answers in which those of the first specialists with a dustbin count.</summary>
    /// <param name="rule">How.</param>
    /// <param name="topClasses">How many of the generalist's most probable classes call their specialists.</param>
    /// <param name="count">How many specialists there are.</param>
    public Predictions Combined(CombinationRule rule, int topClasses, int count)
    {
        var nearest = new KlCombination(sets);
        return Each($"combined, {rule}", example =>
        {
            var active = Active(example, topClasses, count);
            var row = new float[generalist.Classes];
            if (rule == CombinationRule.Nearest)
            {
                nearest.Combine(generalist.Case(example), active, [.. active.SelectMany(specialist => specialists[specialist].Case(example).ToArray())], row);
                return row;
            }

            IEnumerable<double[]> whole = active.Select(specialist => Whole(example, specialist));
            return LogMean(active.Length == 0 || rule == CombinationRule.Average ? whole.Prepend(Probabilities(generalist, example)) : whole);
        });
    }

    /// <summary>The mean of the generalist and its active specialists, which all have a full softmax.</summary>
    /// <param name="topClasses">How many of the generalist's most probable classes call their specialists.</param>
    public Predictions FullSoftmaxMean(int topClasses) => Each("full softmax", example => LogMean(
        Active(example, topClasses, sets.Count).Select(specialist => Probabilities(specialists[specialist], example)).Prepend(Probabilities(generalist, example))));

    /// <summary>How many specialists answer for an example, in the mean.</summary>
    public double MeanActive(int topClasses) => Enumerable.Range(0, generalist.Count).Average(example => Active(example, topClasses, sets.Count).Length);

    private Predictions Each(string name, Func<int, float[]> row)
    {
        var all = new float[generalist.LogProbabilities.Length];
        for (var example = 0; example < generalist.Count; example++)
        {
            row(example).CopyTo(all, example * generalist.Classes);
        }

        return new Predictions(name, generalist.Classes, all, generalist.Labels.ToArray(), generalist.Rows.ToArray());
    }

    private int[] Active(int example, int topClasses, int count) =>
        [.. new ActiveSpecialists(sets, topClasses).Of(generalist.Case(example)).Where(specialist => specialist < count)];

    // A specialist's answer over all classes: its dustbin shared out in the generalist's proportions.
    private double[] Whole(int example, int specialist)
    {
        var (row, answer) = (Probabilities(generalist, example), Probabilities(specialists[specialist], example));
        var own = sets[specialist];
        foreach (var number in own)
        {
            row[number] = 0;
        }

        var outside = row.Sum();
        var share = outside > 0 ? answer[^1] / outside : 0;
        for (var number = 0; number < row.Length; number++)
        {
            row[number] *= share;
        }

        for (var position = 0; position < own.Length; position++)
        {
            row[own[position]] = answer[position];
        }

        return row;
    }

    private static double[] Probabilities(Predictions answers, int example) => [.. answers.Case(example).ToArray().Select(value => Math.Exp(value))];

    private static float[] LogMean(IEnumerable<double[]> distributions)
    {
        var all = distributions.ToList();
        var sums = new double[all[0].Length];
        foreach (var distribution in all)
        {
            for (var number = 0; number < sums.Length; number++)
            {
                sums[number] += distribution[number];
            }
        }

        // What the generalist rules out and a dustbin asks for is lost: the rest is brought back to one.
        var total = sums.Sum();
        return [.. sums.Select(sum => (float)Math.Log(sum / total))];
    }
}

/// <summary>How a generalist's answer and those of its active specialists become one.</summary>
internal enum CombinationRule
{
    /// <summary>The distribution nearest to all of them (equation 5 of the paper).</summary>
    Nearest,

    /// <summary>The mean of all of them, a specialist's dustbin shared out as the generalist would.</summary>
    Average,

    /// <summary>The mean of the specialists alone, shared out in the same way.</summary>
    Replace,
}
