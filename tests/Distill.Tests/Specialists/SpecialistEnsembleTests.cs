using Distill.Runs;
using Distill.Specialists;
using Distill.Tests.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Specialists;

public sealed class SpecialistEnsembleTests
{
    private const int Classes = 9;

    private static readonly ClassSets Sets = new(Classes, [[0, 1, 2], [2, 3, 4, 5], [1, 2, 5]]);

    private readonly float[,] general = Naive.RandomLogits(Examples, Classes, seed: 1);
    private readonly float[][,] special = [.. Enumerable.Range(0, Sets.Count).Select(number => Naive.RandomLogits(Examples, Sets[number].Length + 1, seed: 2 + number))];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Each_example_is_combined_with_the_specialists_of_its_top_classes(int topClasses)
    {
        using var ensemble = Ensemble(topClasses);
        using var batch = Tables.View(Examples).Read(0, Examples);
        using var targets = ensemble.Targets(batch, 1);
        var asked = new HashSet<int>();
        for (var example = 0; example < Examples; example++)
        {
            var log = LogSoftmax(general, example);
            var top = Enumerable.Range(0, Classes).OrderByDescending(number => log[number]).Take(topClasses);
            int[] active = [.. Enumerable.Range(0, Sets.Count).Where(number => Sets[number].ToArray().Intersect(top).Any())];
            asked.Add(active.Length);
            var problem = new CombinationProblem(Sets, active, log, [.. active.SelectMany(number => LogSoftmax(special[number], example))]);
            Assert.Equal(problem.Solve(), Row(targets.LogProbabilities, example).Select(value => Math.Exp(value)), (a, b) => Math.Abs(a - b) < 1e-5);
        }

        Assert.True(asked.Count > 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void How_an_answer_comes_about_ends_with_the_answer(int topClasses)
    {
        using var ensemble = Ensemble(topClasses);
        var called = 0;
        for (var example = 0; example < Examples; example++)
        {
            using var batch = Tables.View(Examples).Read(example, 1);
            using var targets = ensemble.Targets(batch, 1);
            var steps = ensemble.Explain(batch);
            Assert.Equal(LogSoftmax(general, example), steps.Generalist, (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(steps.Called.Count, steps.Combined.Count);
            var number = 0;
            foreach (var (specialist, answer) in steps.Called)
            {
                Assert.Equal(LogSoftmax(special[specialist], example), answer, (a, b) => Math.Abs(a - b) < 1e-5);
                int[] first = [.. steps.Called.Take(++number).Select(one => one.Specialist)];
                var problem = new CombinationProblem(Sets, first, LogSoftmax(general, example), [.. first.SelectMany(one => LogSoftmax(special[one], example))]);
                Assert.Equal(problem.Solve(), steps.Combined[number - 1].Select(value => Math.Exp(value)), (a, b) => Math.Abs(a - b) < 1e-5);
            }

            Assert.Equal(Row(targets.LogProbabilities, 0), steps.Combined.LastOrDefault(steps.Generalist), (a, b) => Math.Abs(a - b) < 1e-5);
            called += steps.Called.Count;
        }

        Assert.True(called > Examples / 2);
    }

    [Fact]
    public void A_temperature_softens_the_combined_distribution()
    {
        using var ensemble = Ensemble();
        using var batch = Tables.View(Examples).Read(0, Examples);
        using var plain = ensemble.Targets(batch, 1);
        using var soft = ensemble.Targets(batch, 3);
        using var expected = (plain.LogProbabilities / 3).log_softmax(-1);
        Assert.True(expected.allclose(soft.LogProbabilities, rtol: 1e-5, atol: 1e-6));
        Assert.Equal(3, soft.Temperature);
    }

    [Fact]
    public void A_batch_of_examples_that_no_set_covers_is_the_generalists()
    {
        for (var example = 0; example < Examples; example++)
        {
            general[example, 8] = 20;
        }

        using var ensemble = Ensemble();
        using var batch = Tables.View(Examples).Read(0, Examples);
        using var targets = ensemble.Targets(batch, 1);
        Assert.Equal(LogSoftmax(general, 3), Row(targets.LogProbabilities, 3), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Members_that_do_not_fit_are_all_named()
    {
        var mistake = Assert.Throws<DistillException>(() => new SpecialistEnsemble(
            new TableTeacher(Naive.RandomLogits(Examples, 7, seed: 1), "seven"), [new TableTeacher(special[1], "second"), new TableTeacher(special[1]), new TableTeacher(special[2])], Sets, topClasses: 0));
        foreach (var part in new[] { "seven has 7 classes, and the sets are of 9", "top 0 classes", "Specialist 1, second, has 5 outputs; its set and the dustbin are 4" })
        {
            Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        }

        Assert.Contains(
            "1 specialists for 3 sets",
            Assert.Throws<DistillException>(() => new SpecialistEnsemble(new TableTeacher(general), [new TableTeacher(special[0])], Sets)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_set_or_member_is_another_teacher_and_all_are_disposed()
    {
        var members = special.Select(logits => new TableTeacher(logits)).ToArray();
        var own = new TableTeacher(general);
        var ensemble = new SpecialistEnsemble(own, members, Sets);
        using var other = new SpecialistEnsemble(
            new TableTeacher(general), [.. special.Select(logits => new TableTeacher(logits))], new ClassSets(Classes, [[0, 1, 3], [2, 3, 4, 5], [1, 2, 5]]));
        using var same = Ensemble();
        using var wider = Ensemble(topClasses: 2);
        Assert.Equal(ensemble.Fingerprint, same.Fingerprint);
        Assert.Equal(4, new[] { ensemble.Fingerprint, other.Fingerprint, wider.Fingerprint, own.Fingerprint }.Distinct().Count());
        ensemble.Dispose();
        Assert.All(members.Append(own), member => Assert.True(member.Disposed));
    }

    private const int Examples = 40;

    private SpecialistEnsemble Ensemble(int topClasses = 1) => new(
        new TableTeacher(general), [.. special.Select(logits => new TableTeacher(logits))], Sets, topClasses);

    private static float[] LogSoftmax(float[,] table, int row) =>
        [.. Naive.Softmax(Naive.Row(table, row), temperature: 1).Select(share => (float)Math.Log(share))];

    private static float[] Row(Tensor table, int row)
    {
        using var picked = table[row].clone();
        return picked.data<float>().ToArray();
    }
}
