using Distill.Jobs.Predicting;

namespace Distill.Cli.Verbs;

/// <summary>Classes of a prediction in order of their probability.</summary>
internal static class TopClasses
{
    /// <summary>The most probable classes of one distribution, the most probable first; of equal ones the first.</summary>
    /// <param name="probabilities">By class; NaN for one that the model does not have.</param>
    /// <param name="count">The most to give.</param>
    public static IReadOnlyList<int> Of(double[] probabilities, int count) =>
    [
        .. Enumerable.Range(0, probabilities.Length).Where(c => !double.IsNaN(probabilities[c]))
            .OrderByDescending(c => probabilities[c]).Take(count),
    ];

    /// <summary>The classes to show of several distributions: the most probable in the mean, and the first of each; in the order of the first.</summary>
    public static IReadOnlyList<int> Of(Prediction prediction, int count)
    {
        var all = prediction.Answers.SelectMany(answer => answer).ToList();
        var mean = new double[all[0].Length];
        foreach (var probabilities in all)
        {
            for (var c = 0; c < mean.Length; c++)
            {
                mean[c] += double.IsNaN(probabilities[c]) ? 0 : probabilities[c];
            }
        }

        return [.. Of(mean, count).Union(all.Select(probabilities => Of(probabilities, 1)[0]))
            .OrderByDescending(c => double.IsNaN(all[0][c]) ? -1 : all[0][c]).ThenByDescending(c => mean[c])];
    }
}
