using Distill.Data;
using Distill.Models.Networks;
using Distill.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class TableSumsTests
{
    private const int Rows = 40, Width = 5;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 6)]
    [InlineData(17, 90)]
    public void SumsAndGradientsHaveTheBitsOfLibtorch(int texts, int longest)
    {
        using var scope = NewDisposeScope();
        for (var seed = 1; seed <= 20; seed++)
        {
            using var table = Table(seed);
            var (rows, starts) = Draw(seed, texts, longest);
            var weights = randn(texts, Width);

            var theirs = table.call(tensor(rows, ScalarType.Int64), tensor(starts));
            var right = GradientOf(table, theirs.mul(weights));
            var ours = TableSums.Of(table, rows, starts);
            var found = GradientOf(table, ours.mul(weights));

            Assert.Equal(theirs.bytes.ToArray(), ours.bytes.ToArray());
            Assert.Equal(Enumerable.Range(0, right.Count).Select(right.Row), Enumerable.Range(0, found.Count).Select(found.Row));
            for (var place = 0; place < right.Count; place++)
            {
                Assert.Equal(right.Values(place).ToArray(), found.Values(place).ToArray());
            }
        }
    }

    [Fact]
    public void GradientsOfTwoPassesAddUp()
    {
        using var scope = NewDisposeScope();
        using var table = Table(seed: 1);
        TableSums.Of(table, [3, 3, 8], [0, 2]).sum().backward();
        TableSums.Of(table, [8, 9], [0]).sum().backward();
        var found = RowGradients.Of(table.weight!.grad!);
        Assert.Equal([3, 8, 9], Enumerable.Range(0, 3).Select(found.Row));
        Assert.Equal([2f, 2f, 1f], Enumerable.Range(0, 3).Select(place => found.Values(place)[0]));
    }

    [Fact]
    public void AFrozenTableHasSumsAndNoGradient()
    {
        using var scope = NewDisposeScope();
        using var table = Table(seed: 2);
        table.weight!.requires_grad = false;
        var sums = TableSums.Of(table, [1, 2, 2], [0, 1, 1]);
        Assert.False(sums.requires_grad);
        Assert.Equal(table.weight[1].bytes.ToArray(), sums[0].bytes.ToArray());
        Assert.Equal(0, sums[1].abs().sum().item<float>());
    }

    [Fact]
    public void NothingOfAPassStays()
    {
        using var table = Table(seed: 3);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        WeakReference[] rows = [.. Enumerable.Range(0, 20).Select(_ => Pass())];
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.DoesNotContain(rows, each => each.IsAlive);

        WeakReference Pass()
        {
            using var scope = NewDisposeScope();
            long[] named = [1, 2, 2];
            TableSums.Of(table, named, [0, 1]).sum().backward();
            table.weight!.grad = null;
            return new WeakReference(named);
        }
    }

    private static EmbeddingBag Table(long seed)
    {
        random.manual_seed(seed);
        return nn.EmbeddingBag(Rows, Width, mode: EmbeddingBagMode.Sum, sparse: true);
    }

    private static (long[] Rows, long[] Starts) Draw(long seed, int texts, int longest)
    {
        var random = new SeededRandom(seed);
        var (rows, starts) = (new List<long>(), new long[texts]);
        for (var text = 0; text < texts; text++)
        {
            starts[text] = rows.Count;
            rows.AddRange(Enumerable.Range(0, random.Below(longest + 1)).Select(_ => (long)random.Below(Rows)));
        }

        return ([.. rows], starts);
    }

    private static RowGradients GradientOf(EmbeddingBag table, Tensor numbers)
    {
        table.weight!.grad = null;
        numbers.sum().backward();
        return RowGradients.Of(table.weight.grad!);
    }
}
