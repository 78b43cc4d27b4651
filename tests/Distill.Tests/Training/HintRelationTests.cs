using Distill.Training.Hints;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Training;

/// <summary>Hints that compare the examples of a batch, against plain loops.</summary>
public sealed class HintRelationTests
{
    private const int Count = 7;

    [Fact]
    public void SimilaritiesAreThoseOfPlainLoops()
    {
        using var scope = NewDisposeScope();
        var (mine, guide) = (Layer(5, 1), Layer(9, 2));
        var (own, theirs) = (Table(Rows(mine)), Table(Rows(guide)));
        var expected = own.SelectMany((row, i) => row.Select((value, j) => Math.Pow(value - theirs[i][j], 2))).Average();

        Assert.Equal(expected, BatchRelations.Similarity(mine, guide).ToDouble(), 1e-12);
        Assert.Equal(0, BatchRelations.Similarity(mine, mine.Times(3)).ToDouble(), 1e-12);

        static double[][] Table(double[][] rows) => [.. rows.Select(row =>
        {
            double[] products = [.. rows.Select(other => Product(row, other))];
            var length = Math.Sqrt(products.Sum(value => value * value));
            return products.Select(value => value / length).ToArray();
        })];
    }

    [Fact]
    public void DistancesAndAnglesAreThoseOfPlainLoops()
    {
        using var scope = NewDisposeScope();
        var (mine, guide) = (Layer(5, 1), Layer(9, 2));
        var expected = Smooth(Distances(Rows(mine)), Distances(Rows(guide))) + (2 * Smooth(Cosines(Rows(mine)), Cosines(Rows(guide))));

        Assert.Equal(expected, BatchRelations.DistancesAndAngles(mine, guide).ToDouble(), 1e-9);
        // A layer that is turned, moved and scaled has the same relations.
        var turn = linalg.qr(Layer(5, 3)[..5]).Q;
        Assert.Equal(0, BatchRelations.DistancesAndAngles(mine.mm(turn).Times(4).Plus(11), mine).ToDouble(), 1e-12);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void ExamplesThatAreEqualHaveFiniteGradients(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var mine = ones(Count, 5, type).requires_grad_();
        (BatchRelations.DistancesAndAngles(mine, Layer(9, 2).to(type)) + BatchRelations.Similarity(mine, Layer(9, 2).to(type))).backward();

        Assert.True(mine.grad!.isfinite().all().ToBoolean());
    }

    private static Tensor Layer(int width, int seed) => rand(Count, width, ScalarType.Float64, generator: new Generator((ulong)seed));

    private static double[][] Rows(Tensor layer) => [.. Enumerable.Range(0, Count).Select(row => layer[row].data<double>().ToArray())];

    private static double Product(double[] one, double[] other) => one.Zip(other, (a, b) => a * b).Sum();

    private static double[] Less(double[] one, double[] other) => [.. one.Zip(other, (a, b) => a - b)];

    private static double Length(double[] row) => Math.Sqrt(Product(row, row));

    private static double[] Distances(double[][] rows)
    {
        double[] distances = [.. rows.SelectMany(one => rows.Select(other => Length(Less(one, other))))];
        var mean = distances.Where(distance => distance > 0).Average();
        return [.. distances.Select(distance => distance / mean)];
    }

    private static double[] Cosines(double[][] rows) =>
    [
        .. from corner in rows
           from one in rows
           from other in rows
           let lengths = Length(Less(one, corner)) * Length(Less(other, corner))
           select lengths == 0 ? 0 : Product(Less(one, corner), Less(other, corner)) / lengths,
    ];

    // Half the square below 1, and the distance less a half beyond.
    private static double Smooth(double[] one, double[] other) =>
        one.Zip(other, (a, b) => Math.Abs(a - b)).Average(apart => apart < 1 ? apart * apart / 2 : apart - 0.5);
}
