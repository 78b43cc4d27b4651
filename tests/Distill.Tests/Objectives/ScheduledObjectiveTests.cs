using CsCheck;
using Distill.Objectives;
using Distill.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

/// <summary>Objectives whose numbers change while a student trains.</summary>
public sealed class ScheduledObjectiveTests
{
    private const string How = "T from 8 to 2, weight of labels from 0 to 1";

    private static IObjective Falling { get; } = LaterObjectives.Scheduled(How, done => new Distillation(8 - (6 * done), done));

    [Fact]
    public void AStepByHand()
    {
        // The third of five steps: T = 5 and w = ½. At T = 5, p = (¾, ¼) and q = (¼, ¾); at T = 1, q is (1, 3⁵)/244.
        using var scope = NewDisposeScope();
        var cases = new Cases([[0, 5 * Math.Log(3)]], [[5 * Math.Log(3), 0]], [0]);
        var expected = (12.5 * ((0.75 * Math.Log(4)) + (0.25 * Math.Log(4.0 / 3)))) + (0.5 * Math.Log(244));

        var objective = Falling.At(2, 5);

        Assert.Equal(5, objective.TeacherTemperature);
        Assert.Equal(expected, cases.Losses(objective, cases.Logits())[0].ToDouble(), 1e-12);
        Assert.Equal(16.645, expected, 1e-3);
    }

    [Fact]
    public void TheFirstAndTheLastStepHaveTheEnds()
    {
        Assert.Equal("soft targets at T = 8, labels at weight 0", Falling.At(0, 7).Description);
        Assert.Equal("soft targets at T = 2, labels at weight 1", Falling.At(6, 7).Description);
        Assert.Equal("soft targets at T = 8, labels at weight 0", Falling.At(0, 1).Description);
        Assert.Equal($"soft targets at T = 8, labels at weight 0; over the training {How}", Falling.Description);
    }

    [Fact]
    public void ItNeedsWhatAnyOfItsStepsNeeds()
    {
        var rising = LaterObjectives.Scheduled("from labels to batches", done => done < 0.5 ? new HardLabels() : LaterObjectives.Correlation(3));

        Assert.Equal(3, rising.TeacherTemperature);
        Assert.True(rising.NeedsLabels);
        Assert.True(rising.ComparesCases);
        Assert.Null(rising.At(0, 2).TeacherTemperature);
        Assert.False(rising.At(1, 2).NeedsLabels);
    }

    [Fact]
    public void TheGradientFollowsTheTemperatureOfTheStep() => Gen.Select(Cases.Any, Gen.Int[0, 10], Gen.Int[0, 7]).Sample((cases, step, which) =>
    {
        if (which is 3 or 4 && !cases.Student.Concat(cases.Teacher).All(row => row.Max() - row.Min() > 0.05))
        {
            return;
        }

        using var scope = NewDisposeScope();
        const double by = 1e-5;
        var objective = LaterObjectives.Scheduled("T from 6 to 1", done => Made(which, 6 - (5 * done))).At(step, 11);
        var logits = cases.Logits(gradient: true);
        cases.Losses(objective, logits).sum().backward();
        var gradient = logits.grad!.data<double>().ToArray();
        for (var place = 0; place < gradient.Length; place++)
        {
            var (row, column) = (place / cases.Classes, place % cases.Classes);
            var slope = (Moved(by) - Moved(-by)) / (2 * by);
            Assert.Equal(slope, gradient[place], 1e-5 * Math.Max(1, Math.Abs(slope)));

            double Moved(double change)
            {
                var moved = cases.Logits();
                moved[row, column] += change;
                return cases.Losses(objective, moved).sum().ToDouble();
            }
        }
    }, iter: 60);

    [Fact]
    public void TheSquareOfTheCurrentTemperatureIsInTheGradient() => Gen.Select(Cases.Any, Gen.Int[0, 4]).Sample((cases, step) =>
    {
        // (1 − w)·T·(q − p) + w·(q¹ − y).
        using var scope = NewDisposeScope();
        var (t, w) = (8 - (1.5 * step), step / 4.0);
        var logits = cases.Logits(gradient: true);
        cases.Losses(Falling.At(step, 5), logits).sum().backward();
        var gradient = logits.grad!.data<double>().ToArray();
        for (var row = 0; row < cases.Student.Length; row++)
        {
            var (p, q, hard) = (Cases.LogSoftmax(cases.Teacher[row], t), Cases.LogSoftmax(cases.Student[row], t), Cases.LogSoftmax(cases.Student[row], 1));
            for (var c = 0; c < cases.Classes; c++)
            {
                var expected = ((1 - w) * t * (Math.Exp(q[c]) - Math.Exp(p[c]))) + (w * (Math.Exp(hard[c]) - (cases.Labels[row] == c ? 1 : 0)));
                Assert.Equal(expected, gradient[(row * cases.Classes) + c], 1e-9);
            }
        }
    }, iter: 60);

    [Fact]
    public void SumsAndWeighedCasesFollow()
    {
        var sum = LaterObjectives.Sum((0.5, Falling), (2, new HardLabels()));
        var weighed = LaterObjectives.ByConfidence(sum);

        Assert.Equal(5, weighed.At(2, 5).TeacherTemperature);
        Assert.Equal(
            "soft targets at T = 5, labels at weight 0.5 at weight 0.5, labels at weight 2, cases weighed by the teacher's confidence",
            weighed.At(2, 5).Description);
        var still = LaterObjectives.ByConfidence(LaterObjectives.Sum((1, new SoftTargetMatching(2)), (2, new HardLabels())));
        Assert.Same(still, still.At(2, 5));
    }

    [Fact]
    public void ANumberThatLeavesItsRangeIsRefusedAtOnce()
    {
        var mistake = Assert.Throws<DistillException>(() => LaterObjectives.Scheduled("T from 2 to 0", done => new Distillation(2 - (2 * done), 0)));

        Assert.Contains("temperature is 0; expected 0.001 to 1000000", mistake.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LaterObjectives.Scheduled(" ", _ => new HardLabels()));
    }

    private static IObjective Made(int which, double temperature) => which switch
    {
        0 => new Distillation(temperature, 0.3),
        1 => new SoftTargetMatching(temperature),
        2 => LaterObjectives.Decoupled(temperature),
        3 => LaterObjectives.Standardised(temperature),
        4 => LaterObjectives.Correlation(temperature),
        5 => LaterObjectives.JensenShannon(temperature),
        6 => LaterObjectives.Normalised(temperature),
        _ => LaterObjectives.ByCertainty(new Distillation(temperature, 0.3)),
    };
}
