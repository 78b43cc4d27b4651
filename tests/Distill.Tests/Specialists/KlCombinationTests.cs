using Distill.Specialists;

namespace Distill.Tests.Specialists;

public sealed class KlCombinationTests
{
    [Fact]
    public void Two_distributions_by_hand()
    {
        // S = {0}: a = (0.5 + 0.6, 0.3, 0.2), d = 0.4. Classes 1 and 2 keep 3 : 2, and the halves of mass outside are
        // (0.5 + 0.4) / 2, since one specialist and the generalist count alike: q = (0.55, 0.27, 0.18).
        var problem = new CombinationProblem(
            new ClassSets(3, [[0]]), [0],
            [MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.2f)], [MathF.Log(0.6f), MathF.Log(0.4f)]);
        Assert.Equal([0.55, 0.27, 0.18], problem.Solve(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Without_an_active_specialist_it_is_the_generalist()
    {
        var problem = CombinationProblems.Ordinary(1) with { Active = [], Answers = [] };
        var combined = new float[problem.Sets.Classes];
        new KlCombination(problem.Sets).Combine(problem.Generalist, [], [], combined);
        Assert.Equal(problem.Generalist, combined);
    }

    [Fact]
    public void It_is_where_expectation_maximisation_and_the_papers_gradient_descent_lead()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = CombinationProblems.Ordinary(seed);
            var q = problem.Solve();
            Assert.Equal(problem.ByExpectationMaximisation(20_000), q, (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.InRange(problem.CrossEntropy(problem.ByGradientDescent(2_000, rate: 0.5)) - problem.CrossEntropy(q), -1e-9, 1e-2);
        }
    }

    [Fact]
    public void No_distribution_is_nearer_by_more_than_a_billionth_at_any_extreme()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var problem = CombinationProblems.Extreme(seed);
            var q = problem.Solve();
            Assert.Equal(1, q.Sum(), 1e-9);
            Assert.All(q, share => Assert.True(share >= 0));
            Assert.InRange(problem.CrossEntropy(q) - problem.LowerBound(q), -1e-9, 1e-9);
        }
    }

    [Fact]
    public void Sets_that_hold_all_classes_together_leave_no_rest_and_are_solved_all_the_same()
    {
        var problem = new CombinationProblem(
            new ClassSets(4, [[0, 1], [2, 3]]), [0, 1],
            Logs(0.4, 0.3, 0.2, 0.1), Logs(0.3, 0.1, 0.6, 0.5, 0.2, 0.3));
        Assert.Equal(problem.ByExpectationMaximisation(20_000), problem.Solve(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_dustbin_of_nothing_pulls_nothing_and_one_of_all_takes_half()
    {
        var sure = new CombinationProblem(new ClassSets(3, [[0, 1]]), [0], Logs(0.2, 0.3, 0.5), Logs(0.5, 0.5, 0));
        Assert.Equal([0.35, 0.4, 0.25], sure.Solve(), (a, b) => Math.Abs(a - b) < 1e-6);
        var lost = new CombinationProblem(new ClassSets(3, [[0, 1]]), [0], Logs(0.4, 0.6, 0), Logs(0, 0, 1));
        Assert.Equal([0.2, 0.3, 0.5], lost.Solve(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Classes_that_change_places_take_their_shares_along()
    {
        var problem = CombinationProblems.Ordinary(3);
        var order = Enumerable.Range(0, problem.Sets.Classes).ToArray();
        new Random(9).Shuffle(order);
        var place = order.Select((number, position) => (number, position)).ToDictionary(pair => pair.number, pair => pair.position);
        var sets = problem.Active.Select(specialist => problem.Sets[specialist].ToArray()).ToList();
        var (answers, next) = (new List<float>(), 0);
        foreach (var set in sets)
        {
            answers.AddRange(set.Select((number, position) => (Place: place[number], Answer: problem.Answers[next + position])).OrderBy(pair => pair.Place).Select(pair => pair.Answer));
            answers.Add(problem.Answers[next + set.Length]);
            next += set.Length + 1;
        }

        var moved = new CombinationProblem(
            new ClassSets(order.Length, sets.Select(set => set.Select(number => place[number]).ToArray())),
            problem.Active, [.. order.Select(number => problem.Generalist[number])], [.. answers]);
        var (before, after) = (problem.Solve(), moved.Solve());
        Assert.Equal(order.Select(number => before[number]), after, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Nothing_is_allocated_for_an_example()
    {
        var problem = CombinationProblems.Ordinary(5);
        var combined = new float[problem.Sets.Classes];
        var combination = new KlCombination(problem.Sets);
        combination.Combine(problem.Generalist, problem.Active, problem.Answers, combined);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var example = 0; example < 100; example++)
        {
            combination.Combine(problem.Generalist, problem.Active, problem.Answers, combined);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused()
    {
        var problem = CombinationProblems.Ordinary(2);
        var combination = new KlCombination(problem.Sets);
        Assert.Contains("39", Assert.Throws<ArgumentException>(() => combination.Combine(problem.Generalist.AsSpan(1), [], [], new float[40])).Message, StringComparison.Ordinal);
        Assert.Contains("answers", Assert.Throws<ArgumentException>(() => combination.Combine(problem.Generalist, [0], [], new float[40])).Message, StringComparison.Ordinal);
    }

    private static float[] Logs(params double[] masses) => [.. masses.Select(mass => (float)Math.Log(mass))];
}
