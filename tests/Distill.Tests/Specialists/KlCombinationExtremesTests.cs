using CsCheck;
using Distill.Runs;
using Distill.Specialists;

namespace Distill.Tests.Specialists;

/// <summary>Sets that hold all classes together, the same set twice, sets in sets, and answers that are sure of what others rule out.</summary>
public sealed class KlCombinationExtremesTests
{
    private const double Masked = -1e9;

    // In nats. Answers are float logs: a share of e⁻⁶⁰ is known to 4 · 10⁻⁶ of itself, and the bound asks for all of them.
    private const double Nearest = 1e-5;

    [Fact]
    public void Of_four_thousand_small_problems_none_has_a_nearer_distribution()
    {
        for (var seed = 0; seed < 4000; seed++)
        {
            RequireNearest(CombinationProblems.Adversarial(seed));
        }
    }

    [Fact]
    public void They_are_where_expectation_maximisation_leads()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var problem = CombinationProblems.Adversarial(seed);
            Assert.InRange(problem.CrossEntropy(problem.Solve()) - problem.CrossEntropy(problem.ByExpectationMaximisation(5_000)), double.NegativeInfinity, 1e-6);
        }
    }

    [Fact]
    public void Sets_of_any_shape_and_answers_of_any_size_end_in_the_minimum() =>
        Problems.Sample(RequireNearest, iter: 3000, print: problem => $"{problem.Sets.Count} sets of {problem.Sets.Classes}: {string.Join(" ", problem.Answers)}");

    // Five specialists of single classes, sure of opposite things: the path ends 4e-4 nats beside the minimum.
    [Fact]
    public void Where_the_path_ends_beside_the_minimum_it_is_still_found() => Problems.Sample(RequireNearest, seed: "63sf0BRY9hG1", iter: 1, threads: 1);

    // Two classes share a mass in any proportion; the one found gives one of them 10⁻²⁵.
    [Fact]
    public void Where_many_distributions_are_as_near_one_of_them_is_found() => Problems.Sample(RequireNearest, seed: "dQoGaILaLVH4", iter: 1, threads: 1);

    [Fact]
    public void By_hand_where_nothing_is_left_for_a_class_that_all_rule_out()
    {
        // All three say 0.
        var sure = new CombinationProblem(new ClassSets(2, [[0], [1]]), [0, 1], Logs(1, 0), Logs(1, 0, 0, 1));
        Assert.Equal([1, 0], sure.Solve(), (a, b) => Math.Abs(a - b) < 1e-6);

        // {0} is sure of its dustbin and {1} of its own: 2 of 3 say 1.
        var torn = new CombinationProblem(new ClassSets(2, [[0], [1]]), [0, 1], Logs(1, 0), Logs(0, 1, 1, 0));
        Assert.Equal([1 / 3.0, 2 / 3.0], torn.Solve(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void The_same_memory_serves_the_next_example_after_an_extreme_one()
    {
        var (extreme, ordinary) = (CombinationProblems.Adversarial(1), CombinationProblems.Adversarial(1, deviation: 1));
        var combination = new KlCombination(extreme.Sets);
        var (before, after) = (new float[4], new float[4]);
        combination.Combine(ordinary.Generalist, ordinary.Active, ordinary.Answers, before);
        for (var seed = 0; seed < 50; seed++)
        {
            var other = CombinationProblems.Adversarial(1, deviation: 5 + seed);
            combination.Combine(other.Generalist, other.Active, other.Answers, after);
        }

        combination.Combine(ordinary.Generalist, ordinary.Active, ordinary.Answers, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void An_answer_that_is_no_number_is_refused()
    {
        var problem = CombinationProblems.Ordinary(1);
        foreach (var broken in new[] { problem with { Answers = Broken(problem.Answers) }, problem with { Generalist = Broken(problem.Generalist) } })
        {
            Assert.Contains("not numbers", Assert.Throws<DistillException>(() => broken.Solve()).Message, StringComparison.Ordinal);
        }

        static float[] Broken(float[] answers) => [float.NaN, .. answers[1..]];
    }

    private static Gen<CombinationProblem> Problems =>
        from classes in Gen.Int[2, 9]
        from seed in Gen.Int[0, int.MaxValue - 1]
        from count in Gen.Int[1, 9]
        from range in Gen.OneOf(Gen.Const(1.0), Gen.Const(20.0), Gen.Const(60.0))
        from masked in Gen.OneOf(Gen.Const(0.0), Gen.Const(0.2))
        select Make(new Random(seed), classes, count, range, masked);

    private static CombinationProblem Make(Random random, int classes, int count, double range, double masked)
    {
        var sets = new List<int[]>();
        for (var number = 0; number < count; number++)
        {
            sets.Add((sets.Count == 0 ? 3 : random.Next(6)) switch
            {
                0 => sets[random.Next(sets.Count)],
                1 => sets[random.Next(sets.Count)] is var outer ? outer[..random.Next(1, outer.Length + 1)] : [],
                2 => [random.Next(classes)],
                _ => Some(random.Next(1, classes)),
            });
        }

        return new CombinationProblem(
            new ClassSets(classes, sets), [.. Enumerable.Range(0, count)],
            CombinationProblems.Softmax(Logits(classes)),
            [.. sets.SelectMany(set => CombinationProblems.Softmax(Logits(set.Length + 1)))]);

        int[] Some(int size)
        {
            var all = Enumerable.Range(0, classes).ToArray();
            random.Shuffle(all);
            return all[..size];
        }

        double[] Logits(int size) =>
            [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() < masked ? Masked : range * ((2 * random.NextDouble()) - 1))];
    }

    private static void RequireNearest(CombinationProblem problem)
    {
        var combined = new float[problem.Sets.Classes];
        new KlCombination(problem.Sets).Combine(problem.Generalist, problem.Active, problem.Answers, combined);
        Assert.DoesNotContain(combined, float.IsNaN);
        double[] q = [.. combined.Select(value => Math.Exp(value))];
        Assert.Equal(1, q.Sum(), 1e-5);
        q = CombinationProblem.Normalised(q);
        // Any distribution gives a bound. One near by, whose least shares are exact, gives a close one.
        var bound = Math.Max(problem.LowerBoundOfAnySets(q), problem.LowerBoundOfAnySets(problem.ByExpectationMaximisation(200, q)));
        if (problem.CrossEntropy(q) - bound > Nearest)
        {
            // Where many distributions are as near, this one may have all but nothing for a class that another gives much: the other's bound is closer.
            bound = Math.Max(bound, problem.LowerBoundOfAnySets(problem.ByExpectationMaximisation(100_000)));
        }

        Assert.InRange(problem.CrossEntropy(q) - bound, -1e-9, Nearest);
    }

    private static float[] Logs(params double[] masses) => [.. masses.Select(mass => (float)Math.Log(mass))];
}
