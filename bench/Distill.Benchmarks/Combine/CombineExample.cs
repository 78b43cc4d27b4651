using Distill.Data;
using Distill.Evaluation;
using Distill.Specialists;

namespace Distill.Benchmarks.Combine;

/// <summary>One example's distributions.</summary>
/// <param name="Sets">The classes of all specialists.</param>
/// <param name="Generalist">log p^g.</param>
/// <param name="Active">A.</param>
/// <param name="Answers">log p^m of the active, one after the other.</param>
internal sealed record CombineExample(ClassSets Sets, float[] Generalist, int[] Active, float[] Answers)
{
    /// <summary>A peaked generalist, and the specialists of its top class with doubts of their own.</summary>
    public static CombineExample OfTopClass(ClassSets sets, SeededRandom random)
    {
        var generalist = Logs(sets.Classes, ref random, spread: 6);
        var top = LogProbabilityRow.ArgMax(generalist);
        return Of(sets, generalist, sets.Covering(top).ToArray(), ref random);
    }

    /// <summary>All or some specialists, whatever the generalist says; dustbins from 10⁻¹² to all but 10⁻¹².</summary>
    public static CombineExample OfAny(ClassSets sets, int active, SeededRandom random)
    {
        var all = Enumerable.Range(0, sets.Count).ToArray();
        random.Shuffle(all.AsSpan());
        return Of(sets, Logs(sets.Classes, ref random, spread: 1 + (30 * random.NextDouble())), [.. all.Take(active).Order()], ref random);
    }

    private static CombineExample Of(ClassSets sets, float[] generalist, int[] active, ref SeededRandom random)
    {
        var answers = new List<float>();
        foreach (var specialist in active)
        {
            var exponent = -12 * random.NextDouble();
            var dustbin = random.Below(3) switch { 0 => Math.Pow(10, exponent), 1 => 1 - Math.Pow(10, exponent), _ => random.NextDouble() };
            var own = Logs(sets[specialist].Length, ref random, spread: 8);
            answers.AddRange(own.Select(value => (float)(value + Math.Log(1 - dustbin))));
            answers.Add((float)Math.Log(dustbin));
        }

        return new CombineExample(sets, generalist, active, [.. answers]);
    }

    private static float[] Logs(int count, ref SeededRandom random, double spread)
    {
        var logits = new double[count];
        for (var number = 0; number < count; number++)
        {
            logits[number] = spread * (random.NextDouble() + random.NextDouble() + random.NextDouble());
        }

        var total = Math.Log(logits.Sum(value => Math.Exp(value - (3 * spread)))) + (3 * spread);
        return [.. logits.Select(value => (float)(value - total))];
    }
}
