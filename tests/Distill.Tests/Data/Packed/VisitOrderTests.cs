using CsCheck;
using Distill.Data;
using Distill.Data.Packed;
using Distill.Runs;
using Distill.Tests.Training;

namespace Distill.Tests.Data.Packed;

public sealed class VisitOrderTests
{
    [Fact]
    public void WithoutFilesItIsTheOrderOfTheEpoch()
    {
        var view = Tasks.Examples(50);
        var order = VisitOrder.Of(view, 3);
        foreach (var epoch in new[] { 0, 2, 1 })
        {
            Assert.Equal(new EpochOrder(50, 3).Positions(epoch), All(order, epoch, 50, 7));
        }
    }

    [Fact]
    public void EveryPositionIsVisitedOnceAndFileAfterFile() =>
        Gen.Select(Gen.Int[1, 9].Array[2, 12], Gen.Int[1, 11], Gen.Long).Sample((sizes, step, seed) =>
        {
            var view = new ExampleView(new Filed(sizes));
            var order = VisitOrder.Of(view, seed);
            var visited = All(order, epoch: 1, view.Count, step);

            Assert.Equal(Enumerable.Range(0, view.Count), visited.Order());
            // Each file is entered once.
            var files = visited.Select(position => FileOf(sizes, position)).ToList();
            Assert.Equal(sizes.Length, files.Where((file, place) => place == 0 || files[place - 1] != file).Count());
            // Whatever was asked for before.
            Assert.Equal(visited, All(VisitOrder.Of(view, seed), epoch: 1, view.Count, view.Count));
        });

    [Fact]
    public void EpochsAndSeedsDifferInFilesAndInRows()
    {
        int[] sizes = [40, 40, 40, 40];
        var view = new ExampleView(new Filed(sizes));
        var orders = new[] { (0, 1L), (1, 1L), (0, 2L) }.Select(key => All(VisitOrder.Of(view, key.Item2), key.Item1, view.Count, 160)).ToArray();

        Assert.Equal(3, orders.Select(order => string.Join(',', order)).Distinct().Count());
        Assert.All(orders, order => Assert.Equal(3, order.Chunk(40).SelectMany(file => file.Zip(file.Skip(1))).Count(pair => pair.Second == pair.First + 1), 5.0));
    }

    [Fact]
    public void APartThatKeepsTheOrderOfTheRowsIsVisitedByFileToo()
    {
        var whole = new ExampleView(new Filed([10, 10, 10]));
        var part = whole.Subset([.. Enumerable.Range(0, 30).Where(row => row % 3 != 0 && row is < 10 or > 19)], "part");
        var visited = All(VisitOrder.Of(part, 5), epoch: 0, part.Count, 4);

        Assert.Equal(Enumerable.Range(0, part.Count), visited.Order());
        Assert.Single(Enumerable.Range(1, part.Count - 1), place => part.Row(visited[place - 1]) / 10 != part.Row(visited[place]) / 10);
        // One that does not is drawn among all.
        var turned = whole.Subset([.. Enumerable.Range(0, 30).Reverse()], "turned");
        Assert.Equal(new EpochOrder(30, 5).Positions(0), All(VisitOrder.Of(turned, 5), 0, 30, 30));
    }

    private static int[] All(VisitOrder order, int epoch, int count, int step)
    {
        var all = new int[count];
        for (var first = 0; first < count; first += step)
        {
            order.Copy(epoch, first, all.AsSpan(first, Math.Min(step, count - first)));
        }

        return all;
    }

    private static int FileOf(int[] sizes, int row)
    {
        var file = 0;
        for (var end = sizes[0]; row >= end; end += sizes[++file])
        {
        }

        return file;
    }

    private sealed class Filed(int[] sizes) : IExampleSource, IShardedRows
    {
        public string Name => "filed";

        public ExampleShape Shape => new(1, 1, 1);

        public ElementType ElementType => ElementType.Pixel;

        public int Count => sizes.Sum();

        public IReadOnlyList<string> ClassNames => ["a"];

        public Fingerprint Fingerprint => Fingerprint.Of("filed");

        public IReadOnlyList<int> Starts => [0, .. sizes.Select((_, file) => sizes[..(file + 1)].Sum())];

        public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination) => throw new NotSupportedException();

        public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => destination.Clear();
    }
}
