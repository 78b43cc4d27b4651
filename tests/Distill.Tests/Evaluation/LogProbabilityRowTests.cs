using CsCheck;
using Distill.Evaluation;

namespace Distill.Tests.Evaluation;

public sealed class LogProbabilityRowTests
{
    [Fact]
    public void EqualsThePlainLoops() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int).Sample((classes, seed) =>
        {
            var random = new Random(seed);
            var (p, q) = (RandomRows.Make(random, 1, classes), RandomRows.Make(random, 1, classes));
            var probabilities = p.Select(x => Math.Exp(x)).ToArray();
            var (sum, squares) = LogProbabilityRow.Moments(p);
            Assert.Equal(probabilities.Sum(), sum, 1e-13);
            Assert.Equal(probabilities.Sum(x => x * x), squares, 1e-13);

            // Whole numbers, so that ties occur.
            var coarse = p.Select(x => MathF.Round(x)).ToArray();
            Assert.Equal(Array.IndexOf(coarse, coarse.Max()), LogProbabilityRow.ArgMax(coarse));
            var order = Enumerable.Range(0, classes).OrderByDescending(i => coarse[i]).ThenBy(i => i).ToList();
            for (var i = 0; i < classes; i++)
            {
                Assert.Equal(order.IndexOf(i), LogProbabilityRow.Rank(coarse, i));
            }

            // Rows of 32 bits sum to one only up to some 1e-7.
            var divergence = p.Zip(q, (a, b) => Math.Exp(a) * ((double)a - b)).Sum();
            Assert.Equal(divergence, LogProbabilityRow.Divergence(p, q), 2e-6);
        });

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(37)]
    public void ImpossibleClassesAreHandled(int classes)
    {
        var p = new float[classes];
        Array.Fill(p, float.NegativeInfinity);
        p[classes - 2] = 0;
        Assert.Equal((1, 1), LogProbabilityRow.Moments(p));
        Assert.Equal(classes - 2, LogProbabilityRow.ArgMax(p));
        Assert.Equal(classes - 1, LogProbabilityRow.Rank(p, classes - 1));
        Assert.Equal(1, LogProbabilityRow.Rank(p, 0));
        Assert.Equal(0, LogProbabilityRow.Divergence(p, p));

        var uniform = new float[classes];
        Array.Fill(uniform, -MathF.Log(classes));
        Assert.Equal(Math.Log(classes), LogProbabilityRow.Divergence(p, uniform), 1e-6);
        Assert.Equal(double.PositiveInfinity, LogProbabilityRow.Divergence(uniform, p));
    }

    [Fact]
    public void NaNAnywhereReachesTheSum()
    {
        for (var classes = 1; classes < 40; classes++)
        {
            for (var at = 0; at < classes; at++)
            {
                var row = RandomRows.Make(new Random(at), 1, classes);
                row[at] = float.NaN;
                Assert.True(double.IsNaN(LogProbabilityRow.Moments(row).Sum));
            }
        }
    }
}
