namespace Distill.Tests.Evaluation;

/// <summary>Random log-probabilities for tests, [cases, classes] in row-major order.</summary>
internal static class RandomRows
{
    /// <summary>The log-softmax of normal logits with a deviation of <paramref name="spread"/>.</summary>
    public static float[] Make(Random random, int cases, int classes, double spread = 2)
    {
        var rows = new float[cases * classes];
        for (var i = 0; i < cases; i++)
        {
            var logits = Enumerable.Range(0, classes).Select(_ => spread * Normal(random)).ToArray();
            var largest = logits.Max();
            var log = largest + Math.Log(logits.Sum(z => Math.Exp(z - largest)));
            for (var j = 0; j < classes; j++)
            {
                rows[(i * classes) + j] = (float)(logits[j] - log);
            }
        }

        return rows;
    }

    public static long[] Labels(Random random, int cases, int classes) =>
        [.. Enumerable.Range(0, cases).Select(_ => (long)random.Next(classes))];

    public static long[] Numbers(int cases) => [.. Enumerable.Range(0, cases).Select(i => (long)i)];

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
