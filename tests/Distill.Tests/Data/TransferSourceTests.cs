using CsCheck;
using Distill.Data;
using Distill.Runs;

namespace Distill.Tests.Data;

public sealed class TransferSourceTests
{
    private static readonly ExampleShape Shape = new(1, 2, 2);

    [Fact]
    public void AnyRowsAreThoseOfTheirSources() =>
        Gen.Select(Gen.Int[1, 6].Array[1, 4], Gen.Int[0, 1000].Array[0, 30]).Sample((counts, draws) =>
        {
            var sources = counts.Select((count, number) => Samples.Pixels(count, Shape, seed: number)).ToArray();
            var transfer = new TransferSource(sources[0], sources[1..]);
            var flat = sources.SelectMany((source, number) => Enumerable.Range(0, source.Count).Select(row => (Source: source, Row: (long)row, IsLabelled: number == 0))).ToArray();
            long[] rows = [.. draws.Select(draw => (long)(draw % flat.Length))];
            var (bytes, labels, expected) = (new byte[rows.Length * Shape.Size], new long[rows.Length], new byte[rows.Length * Shape.Size]);

            transfer.CopyExamples(rows, bytes);
            transfer.CopyLabels(rows, labels);

            for (var i = 0; i < rows.Length; i++)
            {
                var (source, row, isLabelled) = flat[rows[i]];
                source.CopyExamples([row], expected.AsSpan(i * Shape.Size, Shape.Size));
                var label = new long[1];
                source.CopyLabels([row], label);
                Assert.Equal(isLabelled ? label[0] : -1, labels[i]);
                Assert.Equal(ExampleNames.Of(source, row), transfer.NameOf(rows[i]));
            }

            Assert.Equal(expected, bytes);
            Assert.Equal((flat.Length, flat.Length - counts[0]), (transfer.Count, transfer.Unlabelled));
        });

    [Fact]
    public void AViewOfTheFirstSourceKeepsItsRowsAndGetsAsManyOthersAsAreAskedFor()
    {
        var labelled = new ExampleView(Samples.Pixels(5, Shape)).Subset([4, 1], "two");
        var transfer = new TransferSource(labelled.Source, [Samples.Pixels(3, Shape, seed: 2), Samples.Pixels(7, Shape, seed: 3)]);

        Assert.Equal([4L, 1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], Rows(transfer.With(labelled)));
        Assert.Equal([4L, 1, 5, 7, 10, 12], Rows(transfer.With(labelled, most: 4)));
        Assert.Equal([1L, 1], transfer.With(labelled).Labelled().Labels());
        // Stored targets of all rows serve it.
        Assert.True(transfer.With(labelled).DescendsFrom(transfer.With(labelled.Parent!).Fingerprint));
        var one = transfer.Within(transfer.With(labelled), labelled.Subset([1], "one"), most: 2, varied: true);
        Assert.Equal([1L, 5, 10], Rows(one));
        Assert.True(one.DescendsFrom(transfer.With(labelled).Fingerprint));

        static long[] Rows(ExampleView view) => [.. Enumerable.Range(0, view.Count).Select(view.Row)];
    }

    [Fact]
    public void TheSourcesAndTheirOrderDecideTheFingerprint()
    {
        var (a, b, c) = (Samples.Pixels(2, Shape), Samples.Pixels(2, Shape, seed: 2), Samples.Pixels(2, Shape, seed: 3));

        var one = new TransferSource(a, [b, c]).Fingerprint;

        Assert.Equal(one, new TransferSource(a, [b, c]).Fingerprint);
        Assert.NotEqual(one, new TransferSource(a, [c, b]).Fingerprint);
        Assert.NotEqual(one, new TransferSource(b, [a, c]).Fingerprint);
    }

    [Fact]
    public void VariationsAreThoseOfTheTextsOfAView()
    {
        var texts = new TextSource("texts", ["a b c d e f", "g h", "i"], [0, 1, 0], ["no", "yes"], 32);
        var transfer = new TransferSource(texts, [new TextSource("others", ["j k"], [-1], [], 32)], variations: 3);
        var own = new ExampleView(texts).Subset([2, 0], "two");

        var everything = transfer.With(own);

        Assert.Equal((13, 1), (transfer.Count, transfer.Unlabelled));
        // Three texts and another one, then three variations of all three.
        Assert.Equal([2L, 0, 3, 6, 4, 9, 7, 12, 10], Enumerable.Range(0, everything.Count).Select(everything.Row));
        Assert.Equal([0L, 0, -1, -1, -1, -1, -1, -1, -1], everything.Labels());
        Assert.Equal([2L, 0], Enumerable.Range(0, 2).Select(transfer.Within(everything, own, 0, varied: false).Row));
    }

    [Fact]
    public void OnlyLikeExamplesAreJoined()
    {
        var images = Samples.Pixels(2, Shape);
        Refuses("examples of 1×3×3", Samples.Pixels(2, new ExampleShape(1, 3, 3)));
        Refuses("numbers of type Real", new ArraySource("real", Shape, new float[8], [-1, -1], []));

        void Refuses(string expected, IExampleSource other) =>
            Assert.Contains(expected, Assert.Throws<DistillException>(() => new TransferSource(images, [other])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsBeyondTheLastAreRefused()
    {
        var transfer = new TransferSource(Samples.Pixels(2, Shape), [Samples.Pixels(1, Shape)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => transfer.CopyExamples([3], new byte[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => transfer.CopyLabels([-1], new long[1]));
        Assert.Throws<ArgumentException>(() => transfer.CopyExamples([0], new byte[3]));
    }
}
