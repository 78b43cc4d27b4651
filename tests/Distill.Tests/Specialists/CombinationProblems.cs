using Distill.Specialists;

namespace Distill.Tests.Specialists;

/// <summary>Draws problems: ordinary ones, and ones at the edges of what distributions can be.</summary>
internal static class CombinationProblems
{
    /// <summary>Overlapping random sets, softmax answers.</summary>
    public static CombinationProblem Ordinary(int seed, int classes = 40, int specialists = 4, int size = 8)
    {
        var random = new Random(seed);
        return Of(random, classes, [.. Enumerable.Range(0, specialists).Select(_ => Some(random, classes, size))], () => -3 + (random.NextDouble() * 6));
    }

    /// <summary>Disjoint, nested or overlapping sets, peaked answers, and dustbins from 10⁻¹² to all but 10⁻¹².</summary>
    public static CombinationProblem Extreme(int seed)
    {
        var random = new Random(seed);
        var specialists = random.Next(1, 13);
        var classes = 120;
        int[][] sets = (seed % 3) switch
        {
            0 => [.. Enumerable.Range(0, specialists).Select(number => Enumerable.Range(number * 9, 9).ToArray())],
            1 => [.. Enumerable.Range(0, specialists).Select(number => Enumerable.Range(0, 3 + (number * 9)).ToArray())],
            _ => [.. Enumerable.Range(0, specialists).Select(_ => Some(random, classes, random.Next(1, 40)))],
        };
        return Of(random, classes, sets, () => random.NextDouble() * random.Next(1, 30));
    }

    /// <summary>Few classes, most of them in several sets, and distributions that are all but sure: softmax of normal logits.</summary>
    public static CombinationProblem Adversarial(int seed, int classes = 4, int specialists = 3, int size = 3, double deviation = 20)
    {
        var random = new Random(seed);
        int[][] sets = [.. Enumerable.Range(0, specialists).Select(_ => Some(random, classes, size))];
        return new CombinationProblem(
            new ClassSets(classes, sets), [.. Enumerable.Range(0, specialists)],
            Softmax(Logits(classes)), [.. sets.SelectMany(set => Softmax(Logits(set.Length + 1)))]);

        double[] Logits(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>log softmax, as a model answers.</summary>
    public static float[] Softmax(double[] logits)
    {
        var largest = logits.Max();
        var total = Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
        return [.. logits.Select(logit => (float)(logit - largest - total))];
    }

    private static CombinationProblem Of(Random random, int classes, int[][] sets, Func<double> logit)
    {
        var answers = sets.SelectMany(set =>
        {
            var dustbin = random.Next(3) switch
            {
                0 => Math.Pow(10, -12 * random.NextDouble()),
                1 => 1 - Math.Pow(10, -12 * random.NextDouble()),
                _ => random.NextDouble(),
            };
            var own = CombinationProblem.Normalised([.. set.Select(_ => Math.Exp(logit()))]);
            return own.Select(share => share * (1 - dustbin)).Append(dustbin);
        });
        var generalist = CombinationProblem.Normalised([.. Enumerable.Range(0, classes).Select(_ => Math.Exp(logit()))]);
        return new CombinationProblem(
            new ClassSets(classes, sets), [.. Enumerable.Range(0, sets.Length)], Logs(generalist), Logs(answers));
    }

    private static float[] Logs(IEnumerable<double> masses) => [.. masses.Select(mass => (float)Math.Log(mass))];

    private static int[] Some(Random random, int classes, int count)
    {
        var all = Enumerable.Range(0, classes).ToArray();
        random.Shuffle(all);
        return all[..count];
    }
}
