using CsCheck;
using Distill.Objectives;
using Distill.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

/// <summary>Objectives that came after soft targets: numbers by hand, and what they become at their limits.</summary>
public sealed class LaterObjectiveTests
{
    private static readonly Gen<double> Temperature = Gen.OneOf<double>(0.5, 1, 4);

    // p = (½, ¼, ¼) and q = (¼, ½, ¼), label 0.
    private static readonly Cases Swapped = new([[0, Math.Log(2), 0]], [[Math.Log(2), 0, 0]], [0]);

    [Fact]
    public void DecoupledByHand()
    {
        // (½, ½) against (¼, ¾), and (½, ½) against (⅔, ⅓).
        var two = (0.5 * Math.Log(2)) + (0.5 * Math.Log(2.0 / 3));
        var among = 0.5 * Math.Log(9.0 / 8);

        Assert.Equal((3 * two) + (7 * among), One(LaterObjectives.Decoupled(1, 3, 7), Swapped), 1e-12);
    }

    [Fact]
    public void DecoupledIsSoftTargetsWhereOtherClassesCountAsTheTeacherLeavesThem() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        for (var row = 0; row < cases.Student.Length; row++)
        {
            var single = new Cases([cases.Student[row]], [cases.Teacher[row]], [cases.Labels[row]]);
            var p = Cases.LogSoftmax(cases.Teacher[row], temperature);
            var left = 1 - Math.Exp(p[cases.Labels[row]]);
            var divergence = Divergence(p, Cases.LogSoftmax(cases.Student[row], temperature));

            Assert.Equal(temperature * temperature * divergence, One(LaterObjectives.Decoupled(temperature, 1, left), single), 1e-8 * Math.Max(1, divergence));
        }
    }, iter: 100);

    [Fact]
    public void JensenShannonByHand()
    {
        // (¾, ¼) against (¼, ¾): both lie as far from (½, ½).
        var cases = new Cases([[0, Math.Log(3)]], [[Math.Log(3), 0]], [0]);

        Assert.Equal((0.75 * Math.Log(1.5)) + (0.25 * Math.Log(0.5)), One(LaterObjectives.JensenShannon(1, 0.5), cases), 1e-12);
    }

    [Fact]
    public void JensenShannonLiesBetweenBothDivergences() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var square = temperature * temperature;
        for (var row = 0; row < cases.Student.Length; row++)
        {
            var single = new Cases([cases.Student[row]], [cases.Teacher[row]], [0]);
            var (p, q) = (Cases.LogSoftmax(cases.Teacher[row], temperature), Cases.LogSoftmax(cases.Student[row], temperature));
            var (forward, reverse) = (square * Divergence(p, q), square * Divergence(q, p));
            double At(double beta) => One(LaterObjectives.JensenShannon(temperature, beta), single);

            Assert.Equal(forward, At(0), 1e-8 * Math.Max(1, forward));
            Assert.Equal(reverse, At(1), 1e-8 * Math.Max(1, reverse));
            // D/β tends to KL(p‖q) where β is small against every q/p.
            if (p.Zip(q, (one, other) => one - other).Max() < 6)
            {
                Assert.Equal(forward, At(1e-7) / 1e-7, 1e-3 * Math.Max(1, forward));
            }
        }
    }, iter: 60);

    [Fact]
    public void JensenShannonOnASupportIsThatOfCollapsedDistributions() =>
        Gen.Select(Cases.Any, Gen.Int[1, 6], Gen.OneOf<double>(0, 0.3, 1)).Where(given => given.Item2 < given.Item1.Classes).Sample((cases, k, beta) =>
        {
            using var scope = NewDisposeScope();
            var losses = LaterObjectives.JensenShannon(2, beta).Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(2, k)).data<double>().ToArray();
            var support = cases.Support(k);
            for (var row = 0; row < losses.Length; row++)
            {
                var p = Cases.Collapse(Cases.LogSoftmax(cases.Teacher[row], 2), support[row]);
                var q = Cases.Collapse(Cases.LogSoftmax(cases.Student[row], 2), support[row]);
                double[] mean = [.. p.Zip(q, (a, b) => Math.Log((beta * Math.Exp(a)) + ((1 - beta) * Math.Exp(b))))];
                var naive = beta switch
                {
                    0 => Divergence(p, q),
                    1 => Divergence(q, p),
                    _ => (beta * Divergence(p, mean)) + ((1 - beta) * Divergence(q, mean)),
                };
                Assert.Equal(4 * naive, losses[row], 1e-8 * Math.Max(1, losses[row]));
            }
        }, iter: 100);

    [Fact]
    public void StandardisedByHand()
    {
        // Scores (−1, 0, 1) of the student and (1, 0, −1) of the teacher.
        var cases = new Cases([[10, 20, 30]], [[7, 5, 3]], [0]);
        var expected = 2 * (Math.E - (1 / Math.E)) / (Math.E + 1 + (1 / Math.E));

        Assert.Equal(expected, One(LaterObjectives.Standardised(1), cases), 1e-10);
    }

    [Fact]
    public void StandardisedDoesNotSeeTheSizeOfLogits() => Gen.Select(Cases.Any.Where(HasSpread), Gen.Double[0.3, 30], Gen.Double[-9, 9]).Sample((cases, factor, shift) =>
    {
        using var scope = NewDisposeScope();
        var objective = LaterObjectives.Standardised(2);
        double[] Moved(double[] row) => [.. row.Select(value => (factor * value) + shift)];
        var moved = cases with { Student = Cases.Map(cases.Student, Moved) };
        var same = cases with { Student = Cases.Map(cases.Teacher, Moved) };

        Assert.True(Losses(objective, cases).allclose(Losses(objective, moved), rtol: 1e-6, atol: 1e-6));
        Assert.True(Losses(objective, same).abs().max().ToDouble() < 1e-9);
    }, iter: 60);

    [Fact]
    public void CorrelationsByHand()
    {
        // Two classes: a case's probabilities correlate by 1 or −1, and so do those of a class over two cases.
        var teacher = new[] { Odds(0.9), Odds(0.2) };
        Assert.All(Rows(LaterObjectives.Correlation(1, 3, 5), new Cases([Odds(0.6), Odds(0.3)], teacher, [0, 0])), loss => Assert.Equal(0, loss, 1e-9));
        Assert.All(Rows(LaterObjectives.Correlation(1, 3, 5), new Cases([Odds(0.3), Odds(0.6)], teacher, [0, 0])), loss => Assert.Equal((3 * 2) + (5 * 2), loss, 1e-9));
        // One case alone has classes that do not vary.
        Assert.Equal(5, One(LaterObjectives.Correlation(1, 3, 5), new Cases([Odds(0.6)], [Odds(0.9)], [0])), 1e-9);

        static double[] Odds(double first) => [Math.Log(first), Math.Log(1 - first)];
    }

    [Fact]
    public void CorrelationsAreThoseOfPlainLoops() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var losses = Losses(LaterObjectives.Correlation(temperature, 2, 3), cases).data<double>().ToArray();
        var p = Cases.Map(cases.Teacher, row => Probabilities(row, temperature));
        var q = Cases.Map(cases.Student, row => Probabilities(row, temperature));
        var ofClasses = Enumerable.Range(0, cases.Classes).Average(index => 1 - Correlation([.. q.Select(row => row[index])], [.. p.Select(row => row[index])]));
        for (var row = 0; row < losses.Length; row++)
        {
            var expected = temperature * temperature * ((2 * (1 - Correlation(q[row], p[row]))) + (3 * ofClasses));
            Assert.Equal(expected, losses[row], 1e-5);
        }
    }, iter: 60);

    [Fact]
    public void NormalisedByHand()
    {
        // −½·ln ¼, and the cross-entropy of (½, ½) with (⅔, ⅓).
        var expected = Math.Log(2) + (1.5 * 0.5 * Math.Log(4.5));

        Assert.Equal(expected, One(LaterObjectives.Normalised(), Swapped), 1e-12);
    }

    [Fact]
    public void NormalisedSoftensTheOtherClassesAlone() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var losses = Losses(LaterObjectives.Normalised(temperature, 2), cases).data<double>().ToArray();
        for (var row = 0; row < losses.Length; row++)
        {
            var label = cases.Labels[row];
            double[] Others(double[] values) => Cases.LogSoftmax([.. values.Where((_, index) => index != label)], temperature);
            var target = Math.Exp(Cases.LogSoftmax(cases.Teacher[row], 1)[label]) * Cases.LogSoftmax(cases.Student[row], 1)[label];
            var expected = -target + (2 * temperature * temperature * Cases.CrossEntropy(Others(cases.Teacher[row]), Others(cases.Student[row])));
            Assert.Equal(expected, losses[row], 1e-8 * Math.Max(1, Math.Abs(expected)));
        }
    }, iter: 100);

    [Fact]
    public void LevelsByHand()
    {
        // (¾, ¼) against (½, ½): ½ against ⅝ in the batch, four quarters against 9, 3, 3 and 1 sixteenths in the classes.
        var cases = new Cases([[0, 0]], [[Math.Log(3), 0]], [0]);
        var instance = (0.75 * Math.Log(1.5)) + (0.25 * Math.Log(0.5));

        Assert.Equal(instance + (3.0 / 64) + (5 * 18.0 / 256), One(LaterObjectives.MultiLevel([1], 3, 5), cases), 1e-12);
    }

    [Fact]
    public void LevelsWithoutBatchAndClassesAreTheMeanOfSoftTargets() => Cases.Any.Sample(cases =>
    {
        using var scope = NewDisposeScope();
        var losses = Losses(LaterObjectives.MultiLevel([2, 5], 0, 0), cases).data<double>().ToArray();
        for (var row = 0; row < losses.Length; row++)
        {
            double At(double t) => t * t * Divergence(Cases.LogSoftmax(cases.Teacher[row], t), Cases.LogSoftmax(cases.Student[row], t));
            Assert.Equal((At(2) + At(5)) / 2, losses[row], 1e-8 * Math.Max(1, losses[row]));
        }
    }, iter: 60);

    [Fact]
    public void AWeightedSumIsOne() => Gen.Select(Cases.Any, Temperature).Sample((cases, temperature) =>
    {
        using var scope = NewDisposeScope();
        var sum = LaterObjectives.Sum((0.7, new SoftTargetMatching(temperature)), (0.3, new HardLabels()));

        Assert.True(sum.NeedsLabels);
        Assert.Equal(temperature, sum.TeacherTemperature);
        Assert.True(Losses(sum, cases).allclose(Losses(new Distillation(temperature, 0.3), cases), rtol: 1e-9, atol: 1e-9));
    }, iter: 60);

    [Fact]
    public void CasesCountByTheTeachersAnswerByHand()
    {
        using var scope = NewDisposeScope();
        // p = (½, ¼, ¼): entropy 1.5 bits of log₂ 3.
        double[] expected = [0.5, 1 - (1.5 / Math.Log2(3)), 0.5];
        var plain = One(new SoftTargetMatching(1), Swapped);
        IObjective[] weighed = [LaterObjectives.ByConfidence(new SoftTargetMatching(1)), LaterObjectives.ByCertainty(new SoftTargetMatching(1)), LaterObjectives.ByLabel(new SoftTargetMatching(1))];

        Assert.Equal(expected.Select(weight => weight * plain), weighed.Select(objective => One(objective, Swapped)), (one, other) => Math.Abs(one - other) < 1e-12);
        // Of two classes and the rest the first class counts, though the rest may have more.
        var few = new Cases([[0, 0, 0, 0, 0]], [[0.2, 0.1, 0, 0, 0]], [0]);
        var first = Math.Exp(Cases.LogSoftmax(few.Teacher[0], 1)[0]);
        Assert.Equal(first * few.Losses(new SoftTargetMatching(1), few.Logits(), 2)[0].ToDouble(), few.Losses(weighed[0], few.Logits(), 2)[0].ToDouble(), 1e-12);
        Assert.Equal(0.25 * plain, One(weighed[2], Swapped with { Labels = [2] }), 1e-12);
    }

    [Fact]
    public void TopKTargetsAreRefusedWhereAllClassesAreCompared()
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[1, 2, 3, 4]], [[4, 3, 1, 1]], [0]);
        IObjective[] dense =
        [
            LaterObjectives.Decoupled(1), LaterObjectives.Standardised(2), LaterObjectives.Correlation(1), LaterObjectives.Normalised(), LaterObjectives.MultiLevel(),
            LaterObjectives.ByLabel(new SoftTargetMatching(1)), new LogitMatching(),
        ];
        foreach (var objective in dense)
        {
            var error = Assert.ThrowsAny<ArgumentException>(() => objective.Losses(cases.Logits(), cases.LabelTensor(), cases.Targets(1, 2)));
            Assert.Contains("only the most probable", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NumbersOutOfRangeAreRefusedTogether()
    {
        Refuses(() => LaterObjectives.Decoupled(0, -1, double.NaN), "expected 0.001", "α is -1", "β is NaN");
        Refuses(() => LaterObjectives.Correlation(1, 0, 0), "β and γ are all 0");
        Refuses(() => LaterObjectives.JensenShannon(0, 1.5), "expected 0.001", "β is 1.5; expected 0 to 1");
        Refuses(() => LaterObjectives.Normalised(1, 0), "γ is 0");
        Refuses(() => LaterObjectives.MultiLevel([]), "no temperature");
        Refuses(() => LaterObjectives.MultiLevel([1, -2]), "-2");
        Refuses(() => LaterObjectives.Standardised(double.NaN), "NaN");
        Refuses(() => LaterObjectives.Sum(), "no objective");
        Refuses(() => LaterObjectives.Sum((1, new SoftTargetMatching(2)), (-1, new LogitMatching())), "is -1", "T = 2 and 1");
        Refuses(() => LaterObjectives.ByConfidence(new HardLabels()), "no teacher");

        static void Refuses(Func<IObjective> make, params string[] because)
        {
            var error = Assert.Throws<DistillException>(make);
            Assert.All(because, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        }
    }

    // Logits that are nearly equal have standard scores of noise.
    private static bool HasSpread(Cases cases) => cases.Student.Concat(cases.Teacher).All(row => row.Max() - row.Min() > 0.01);

    private static double One(IObjective objective, Cases cases) => Rows(objective, cases).Single();

    private static double[] Rows(IObjective objective, Cases cases)
    {
        using var scope = NewDisposeScope();
        return Losses(objective, cases).data<double>().ToArray();
    }

    private static Tensor Losses(IObjective objective, Cases cases) => cases.Losses(objective, cases.Logits());

    private static double Divergence(double[] logP, double[] logQ) => logP.Zip(logQ, (p, q) => Math.Exp(p) * (p - q)).Sum();

    private static double[] Probabilities(double[] logits, double temperature) => [.. Cases.LogSoftmax(logits, temperature).Select(Math.Exp)];

    private static double Correlation(double[] one, double[] other)
    {
        var (a, b) = (one.Average(), other.Average());
        var lengths = Math.Sqrt(Math.Max(1e-12, one.Sum(value => (value - a) * (value - a)))) * Math.Sqrt(Math.Max(1e-12, other.Sum(value => (value - b) * (value - b))));
        return one.Zip(other, (x, y) => (x - a) * (y - b)).Sum() / lengths;
    }
}
