using CsCheck;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class AgreementAccumulatorTests
{
    [Fact]
    public void TwoCasesByHand()
    {
        var accumulator = new AgreementAccumulator(2);
        accumulator.Add(Logs(.75, .25, .5, .5), Logs(.5, .5, .2, .8), [0, 1]);
        var agreement = accumulator.Result();
        Assert.Equal(2, agreement.Cases);
        Assert.Equal(1, agreement.SameClass);
        Assert.Equal(.5, agreement.Agreement);
        var first = (.75 * Math.Log(1.5)) + (.25 * Math.Log(.5));
        var second = (.5 * Math.Log(2.5)) + (.5 * Math.Log(.625));
        Assert.Equal((first + second) / 2, agreement.Divergence, 1e-7);
    }

    [Fact]
    public void NeverNegativeAndZeroForTheTeacherItself() =>
        Gen.Select(Gen.Int[1, 40], Gen.Double[0, 20], Gen.Int).Sample((classes, spread, seed) =>
        {
            var random = new Random(seed);
            var (p, q) = (RandomRows.Make(random, 3, classes, spread), RandomRows.Make(random, 3, classes, spread));
            Assert.Equal(new TeacherAgreement(3, 3, 0), Compare(p, p, classes));
            Assert.True(Compare(p, q, classes).Divergence >= 0);
        });

    [Fact]
    public void TopKTargetsAreComparedOnTheirOwnSupport()
    {
        // Teacher: classes 3 and 1 at .6 and .3, .1 for 0, 2 and 4 together. Student: .1 .2 .15 .5 .05, so .3 for those.
        var accumulator = new AgreementAccumulator(5);
        accumulator.AddSparse(Logs(.6, .3, .1), [3, 1], Logs(.1, .2, .15, .5, .05), [0]);
        var agreement = accumulator.Result();
        Assert.Equal(1, agreement.SameClass);
        Assert.Equal((.6 * Math.Log(1.2)) + (.3 * Math.Log(1.5)) + (.1 * Math.Log(1.0 / 3)), agreement.Divergence, 1e-7);
    }

    [Fact]
    public void TheFullSupportEqualsDenseTargetsAndASmallerOneIsNeverMore() =>
        Gen.Select(Gen.Int[2, 30], Gen.Int).Sample((classes, seed) =>
        {
            var random = new Random(seed);
            var (p, q) = (RandomRows.Make(random, 1, classes), RandomRows.Make(random, 1, classes));
            var dense = Compare(p, q, classes);
            var order = Enumerable.Range(0, classes).OrderByDescending(i => p[i]).ToArray();
            foreach (var k in new[] { classes, 1 + random.Next(classes) })
            {
                var rest = order[k..].Sum(i => Math.Exp(p[i]));
                var accumulator = new AgreementAccumulator(classes);
                accumulator.AddSparse(
                    [.. order[..k].Select(i => p[i]), (float)Math.Log(rest)], [.. order[..k].Select(i => (long)i)], q, [0]);
                var sparse = accumulator.Result();
                Assert.Equal(dense.SameClass, sparse.SameClass);
                Assert.True(sparse.Divergence <= dense.Divergence + 1e-6);
                if (k == classes)
                {
                    Assert.Equal(dense.Divergence, sparse.Divergence, 1e-12);
                }
            }
        });

    [Fact]
    public void EquallyProbableClassesOfTheSupportGoToTheLowest()
    {
        var accumulator = new AgreementAccumulator(3);
        accumulator.AddSparse(Logs(.4, .4, .2), [2, 1], Logs(.1, .8, .1), [0]);
        Assert.Equal(1, accumulator.Result().SameClass);
    }

    [Fact]
    public void BrokenRowsAreNamed()
    {
        var accumulator = new AgreementAccumulator(2);
        var teacher = Assert.Throws<DistillException>(() => accumulator.Add([float.NaN, 0], Logs(.5, .5), [4]));
        Assert.StartsWith("Row 4: the teacher answers NaN", teacher.Message, StringComparison.Ordinal);
        var student = Assert.Throws<DistillException>(() => accumulator.Add(Logs(.5, .5), [float.NaN, 0], [5]));
        Assert.StartsWith("Row 5: the student answers NaN", student.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => accumulator.Add(Logs(.5), Logs(.5, .5), [5]));
        Assert.Throws<ArgumentException>(() => accumulator.AddSparse(Logs(.5, .5), [2], Logs(.5, .5), [5]));
        Assert.Throws<DistillException>(accumulator.Result);
    }

    private static TeacherAgreement Compare(float[] teacher, float[] student, int classes)
    {
        var accumulator = new AgreementAccumulator(classes);
        accumulator.Add(teacher, student, RandomRows.Numbers(teacher.Length / classes));
        return accumulator.Result();
    }

    private static float[] Logs(params double[] probabilities) => [.. probabilities.Select(p => (float)Math.Log(p))];
}
