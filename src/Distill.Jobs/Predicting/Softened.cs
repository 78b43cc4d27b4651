namespace Distill.Jobs.Predicting;

/// <summary>The distribution of a model at a temperature, from its logarithms at 1.</summary>
internal static class Softened
{
    /// <summary>The softmax of some log-probabilities divided by T.</summary>
    public static double[] At(ReadOnlySpan<float> logProbabilities, double temperature)
    {
        var probabilities = new double[logProbabilities.Length];
        double largest = logProbabilities[0], sum = 0;
        foreach (var value in logProbabilities)
        {
            largest = Math.Max(largest, value);
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i] = Math.Exp((logProbabilities[i] - largest) / temperature);
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return probabilities;
    }
}
