using System.Globalization;

namespace Distill.Teachers.Answers;

/// <summary>An answer in logarithms of probabilities at T = 1.</summary>
/// <param name="Classes">The named classes of the data, the most probable first.</param>
/// <param name="LogProbabilities">Of each.</param>
/// <param name="Rest">The probability of all classes that are not named together; 0 where nothing is left for them.</param>
/// <param name="Sum">What the numbers of all named classes summed to, before they were scaled; 1 for counts and logits.</param>
internal sealed record ReadAnswer(int[] Classes, float[] LogProbabilities, double Rest, double Sum)
{
    // What rounding to two places leaves of some dozens of numbers.
    private const double SumTolerance = 0.02;
    private const double LeastRest = 1e-6;

    /// <summary>Reads the numbers.</summary>
    /// <param name="answer">As the file has it.</param>
    /// <param name="map">The data's class for each of the file's; −1 for none.</param>
    /// <param name="classes">How many classes the data have.</param>
    /// <param name="adds">Whether several names of one class are meant to be added, as a class map says.</param>
    /// <param name="problem">Why it is no answer; empty where it is one.</param>
    public static ReadAnswer? Of(WrittenAnswer answer, int[] map, int classes, bool adds, out string problem)
    {
        var values = answer.Values;
        problem = answer.Kind switch
        {
            _ when values.Length == 0 => "names no class",
            _ when !adds && answer.Classes.Select(number => map[number]).Distinct().Count() < answer.Classes.Length => "two of its names stand for one class; a class map says that they are to be added",
            AnswersKind.Counts when !values.All(value => value >= 0 && double.IsFinite(value)) || values.Sum() <= 0 => "counts are not 0 or more, or all 0",
            AnswersKind.Probabilities when !values.All(value => value is >= 0 and <= 1 + SumTolerance) => "a probability is not from 0 to 1; say that they are counts where people chose",
            AnswersKind.LogProbabilities when !values.All(value => value <= SumTolerance) => "a log-probability is more than 0; say that they are logits where they are",
            AnswersKind.Logits when !values.All(value => value < double.PositiveInfinity) || values.Max() == double.NegativeInfinity => "a logit is infinite, or all are −∞",
            _ => "",
        };
        if (problem.Length > 0)
        {
            return null;
        }

        var chances = Chances(answer, out var sum);
        var (all, dropped) = (new Dictionary<int, double>(), 0.0);
        for (var i = 0; i < chances.Length; i++)
        {
            if (map[answer.Classes[i]] is >= 0 and var named)
            {
                all[named] = all.GetValueOrDefault(named) + chances[i];
            }
            else
            {
                dropped += chances[i];
            }
        }

        var namesAll = all.Count == classes;
        problem = sum > 1 + SumTolerance ? string.Create(CultureInfo.InvariantCulture, $"the probabilities sum to {sum:0.####}, more than 1")
            : namesAll && answer.Kind == AnswersKind.Probabilities && sum < 1 - SumTolerance
                ? string.Create(CultureInfo.InvariantCulture, $"the probabilities of all classes sum to {sum:0.####}, not to 1; say that they are counts, or scale them")
            : answer.Kind == AnswersKind.Logits && !namesAll ? $"has logits of {all.Count} of {classes} classes; logits of some say nothing of the others"
            : all.Values.Sum() <= 0 ? "gives no probability to the classes that it names"
            : "";
        if (problem.Length > 0)
        {
            return null;
        }

        // Without what a class map drops; what is left for no class where all are named is scaled away.
        var rest = namesAll || answer.Kind is AnswersKind.Counts or AnswersKind.Logits || 1 - sum < LeastRest ? 0 : 1 - sum;
        var whole = all.Values.Sum() + rest;
        var ordered = all.OrderByDescending(one => one.Value).ThenBy(one => one.Key).ToList();
        return new ReadAnswer(
            [.. ordered.Select(one => one.Key)], [.. ordered.Select(one => (float)Math.Log(one.Value / whole))], rest / whole, namesAll ? sum : 1);
    }

    private static double[] Chances(WrittenAnswer answer, out double sum)
    {
        var values = answer.Values;
        switch (answer.Kind)
        {
            case AnswersKind.Probabilities:
                sum = values.Sum();
                return values;
            case AnswersKind.LogProbabilities:
                var exponentials = Array.ConvertAll(values, Math.Exp);
                sum = exponentials.Sum();
                return exponentials;
            default:
                var most = values.Max();
                var weights = answer.Kind == AnswersKind.Counts ? values : Array.ConvertAll(values, value => Math.Exp(value - most));
                var total = weights.Sum();
                sum = 1;
                return Array.ConvertAll(weights, weight => weight / total);
        }
    }
}
