using Distill.Runs;
using Distill.Specialists;
using Distill.Tests.Teachers;

namespace Distill.Tests.Specialists;

public sealed class FullSoftmaxEnsembleTests
{
    private const int Classes = 7;
    private const int Examples = 30;

    private static readonly ClassSets Sets = new(Classes, [[0, 1, 2], [2, 3, 4], [1, 2]]);

    private readonly float[,] general = Naive.RandomLogits(Examples, Classes, seed: 1);
    private readonly float[][,] special = [.. Enumerable.Range(0, Sets.Count).Select(number => Naive.RandomLogits(Examples, Classes, seed: 2 + number))];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void Each_example_is_the_geometric_mean_of_those_that_its_top_classes_call(int topClasses, double temperature)
    {
        using var ensemble = Ensemble(topClasses);
        using var batch = Tables.View(Examples).Read(0, Examples);
        using var targets = ensemble.Targets(batch, temperature);
        var actual = Naive.Probabilities(targets.LogProbabilities);
        var asked = new HashSet<int>();
        for (var example = 0; example < Examples; example++)
        {
            var alone = Log(general, example);
            var top = Enumerable.Range(0, Classes).OrderByDescending(number => alone[number]).Take(topClasses);
            double[][] members = [alone, .. Enumerable.Range(0, Sets.Count).Where(number => Sets[number].ToArray().Intersect(top).Any()).Select(number => Log(special[number], example))];
            asked.Add(members.Length);
            double[] mean = [.. Enumerable.Range(0, Classes).Select(number => members.Average(member => member[number]))];
            Assert.True(Naive.LargestDifference(Naive.Softmax(mean, temperature), actual[example]) < 1e-5);
        }

        Assert.Equal(temperature, targets.Temperature);
        Assert.True(asked.Count > 1);
    }

    [Fact]
    public void Members_that_do_not_fit_are_all_named()
    {
        var mistake = Assert.Throws<DistillException>(() => new FullSoftmaxEnsemble(
            new TableTeacher(general), [new TableTeacher(special[0]), new TableTeacher(Naive.RandomLogits(Examples, 4, seed: 9), "four")], Sets, topClasses: 8));
        foreach (var part in new[] { "2 specialists for 3 sets", "four has 4 classes, and the sets are of 7", "top 8 classes" })
        {
            Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Other_members_or_top_classes_are_another_teacher_and_all_are_disposed()
    {
        var members = special.Select(logits => new TableTeacher(logits)).ToArray();
        var own = new TableTeacher(general);
        var ensemble = new FullSoftmaxEnsemble(own, members, Sets);
        using var wider = Ensemble(topClasses: 2);
        using var same = Ensemble();
        Assert.Equal(same.Fingerprint, ensemble.Fingerprint);
        Assert.NotEqual(wider.Fingerprint, ensemble.Fingerprint);
        Assert.True(ensemble is { HasLogits: true, SeesInputs: true, Classes: Classes });
        ensemble.Dispose();
        Assert.All(members.Append(own), member => Assert.True(member.Disposed));
    }

    private FullSoftmaxEnsemble Ensemble(int topClasses = 1) => new(
        new TableTeacher(general), [.. special.Select(logits => new TableTeacher(logits))], Sets, topClasses);

    private static double[] Log(float[,] table, int row) => [.. Naive.Softmax(Naive.Row(table, row), temperature: 1).Select(share => Math.Log(share))];
}
