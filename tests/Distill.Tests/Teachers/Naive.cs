using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

/// <summary>The formulas as they stand in the paper, one number after another in f64.</summary>
internal static class Naive
{
    public static double[] Softmax(double[] logits, double temperature)
    {
        double highest = logits.Max();
        double[] powers = [.. logits.Select(z => Math.Exp((z - highest) / temperature))];
        double sum = powers.Sum();
        return [.. powers.Select(power => power / sum)];
    }

    public static double[] Row(float[,] table, long row) =>
        [.. Enumerable.Range(0, table.GetLength(1)).Select(c => (double)table[row, c])];

    public static float[,] RandomLogits(int rows, int classes, int seed, double scale = 4)
    {
        var random = new Random(seed);
        var table = new float[rows, classes];
        for (int i = 0; i < rows; i++)
        {
            for (int c = 0; c < classes; c++)
            {
                table[i, c] = (float)(scale * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            }
        }

        return table;
    }

    public static Batch Rows(params long[] rows) => new(zeros(rows.Length, 1), zeros(rows.Length, int64), rows);

    public static double[][] Probabilities(Tensor logProbabilities)
    {
        using var probabilities = logProbabilities.to(float64).exp();
        var values = probabilities.data<double>().ToArray();
        return [.. values.Chunk((int)probabilities.shape[^1])];
    }

    public static double LargestDifference(double[] expected, double[] actual) =>
        expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
}
