using Distill.Specialists;
using static TorchSharp.torch;

namespace Distill.Tests.Specialists;

public sealed class SpecialistObjectiveTests
{
    private static readonly ClassSets Sets = new(4, [[0, 3], [1]]);
    private readonly SpecialistObjective objective = new(Sets, specialist: 0, temperature: 2);

    [Fact]
    public void Own_examples_follow_their_label_and_others_the_generalist()
    {
        using var logits = tensor(new[] { 1f, 2, 0, -1, 0.5f, 0, 3, 1 }).reshape(2, 4);
        using var labels = tensor(new long[] { 3, 1 });
        using var targets = Targets([[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]]);
        using var losses = objective.Losses(logits, labels, targets);
        var hard = -(-1 - Math.Log(Math.Exp(1) + Math.Exp(2) + 1 + Math.Exp(-1)));
        var (scaled, teacher) = (new[] { 0.25, 0, 1.5, 0.5 }, new[] { 0.4, 0.3, 0.2, 0.1 });
        var logSum = Math.Log(scaled.Sum(Math.Exp));
        var soft = -4 * Enumerable.Range(0, 4).Sum(number => teacher[number] * (scaled[number] - logSum));
        Assert.Equal([hard, soft], losses.data<float>().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void The_gradient_of_an_example_comes_from_its_own_term_alone()
    {
        using var logits = rand(2, 4, ScalarType.Float64, requires_grad: true);
        using var labels = tensor(new long[] { 0, 2 });
        using var targets = Targets([[0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.7]]);
        using var losses = objective.Losses(logits, labels, targets);
        losses.sum().backward();
        using var hard = logits.softmax(1)[0] - tensor(new[] { 1.0, 0, 0, 0 });
        using var soft = ((logits / 2).softmax(1)[1] - tensor(new[] { 0.1, 0.1, 0.1, 0.7 })) * 2;
        using var expected = stack([hard, soft]);
        Assert.True(expected.allclose(logits.grad!, rtol: 1e-6, atol: 1e-7));
    }

    [Fact]
    public void It_tells_what_it_depends_on()
    {
        Assert.Equal("labels where they are 0 3 of 4, elsewhere soft targets at T = 2", objective.Description);
        Assert.Equal(2, objective.TeacherTemperature);
        Assert.True(objective.NeedsLabels);
        Assert.NotEqual(objective.Description, new SpecialistObjective(Sets, 1, 2).Description);
        using var logits = rand(1, 3);
        using var labels = tensor(new long[] { 0 });
        Assert.Throws<ArgumentException>(() => objective.Losses(logits, labels, null));
    }

    private static SoftTargets Targets(double[][] probabilities) =>
        new(tensor(probabilities.SelectMany(row => row.Select(value => (float)Math.Log(value))).ToArray()).reshape(probabilities.Length, 4), 2);
}
