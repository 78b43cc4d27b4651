using CsCheck;
using Distill.Data;
using Distill.Runs;

namespace Distill.Tests.Data;

public sealed class AugmenterTests
{
    private static readonly Gen<(ExampleShape Shape, Augmentation Options, int Count, long Seed)> Cases =
        from channels in Gen.Int[1, 3]
        from height in Gen.Int[2, 9]
        from width in Gen.Int[2, 9]
        from reach in Gen.Int[0, Math.Min(height, width) - 1]
        from crop in Gen.Bool
        from flip in Gen.Bool
        from fill in Gen.Enum<AugmentationFill>()
        from count in Gen.Int[1, 8]
        from seed in Gen.Long
        select (
            new ExampleShape(channels, height, width),
            new Augmentation { Shift = crop ? 0 : reach, CropPadding = crop ? reach : 0, Flip = flip, Fill = fill },
            count,
            seed);

    [Fact]
    public void AgreesWithMovingEachPixelByItself() => Cases.Sample((shape, options, count, seed) =>
    {
        var augmenter = new Augmenter(options, shape, ElementType.Pixel, seed);
        var before = Read(Samples.Pixels(count, shape, seed: seed), count);
        var after = before.ToArray();

        augmenter.Apply(after, epoch: 3, firstOfEpoch: 11);

        for (var i = 0; i < count; i++)
        {
            var expected = Naively(before.AsSpan(i * shape.Size, shape.Size), shape, augmenter.MoveOf(3, 11 + i), options.Fill);
            Assert.Equal(expected, after.AsSpan(i * shape.Size, shape.Size).ToArray());
        }
    });

    [Fact]
    public void DoesNotDependOnHowTheEpochIsCutIntoBatches()
    {
        var shape = new ExampleShape(1, 6, 6);
        var augmenter = new Augmenter(new() { Shift = 2, Flip = true }, shape, ElementType.Pixel, 5);
        var whole = Read(Samples.Pixels(20, shape), 20);
        var cut = whole.ToArray();

        augmenter.Apply(whole, 2, 100);
        augmenter.Apply(cut.AsSpan(0, 7 * 36), 2, 100);
        augmenter.Apply(cut.AsSpan(7 * 36), 2, 107);

        Assert.Equal(whole, cut);
    }

    [Fact]
    public void EveryMoveIsEquallyLikelyAndEpochsDiffer()
    {
        var augmenter = new Augmenter(new() { CropPadding = 1, Flip = true }, new(1, 4, 4), ElementType.Pixel, 1);

        var counts = Enumerable.Range(0, 18_000).CountBy(i => augmenter.MoveOf(0, i)).ToDictionary();

        Assert.Equal(18, counts.Count);
        Assert.All(counts.Values, n => Assert.InRange(n, 850, 1150));
        Assert.NotEqual(
            Enumerable.Range(0, 20).Select(i => augmenter.MoveOf(0, i)),
            Enumerable.Range(0, 20).Select(i => augmenter.MoveOf(1, i)));
    }

    [Fact]
    public void AViewReadsAugmentedBatches()
    {
        var shape = new ExampleShape(1, 6, 6);
        var view = new ExampleView(Samples.Pixels(10, shape));
        var augmenter = new Augmenter(new() { Shift = 2 }, shape, ElementType.Pixel, 5);

        using var batch = view.Read([4, 1], augmenter, epoch: 1, firstOfEpoch: 8);

        var expected = new byte[72];
        view.CopyExamples(4, 1, expected.AsSpan(0, 36));
        view.CopyExamples(1, 1, expected.AsSpan(36));
        augmenter.Apply(expected, 1, 8);
        Assert.Equal(expected, batch.Inputs.data<byte>().ToArray());
        Assert.Equal([4L, 1L], batch.Rows.ToArray());
    }

    [Fact]
    public void AllMistakesAreReportedTogether()
    {
        var error = Assert.Throws<DistillException>(
            () => new Augmenter(new() { Shift = -1, CropPadding = -2 }, new(1, 4, 4), ElementType.Pixel, 1));

        Assert.Contains("shift is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("cropPadding is -2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesWhatDoesNotFitTheExamples()
    {
        Assert.Throws<DistillException>(() => new Augmenter(new() { Shift = 4 }, new(1, 4, 9), ElementType.Pixel, 1));
        Assert.Throws<DistillException>(() => new Augmenter(new() { Shift = 1, CropPadding = 1 }, new(1, 4, 4), ElementType.Pixel, 1));
        Assert.Throws<DistillException>(
            () => new Augmenter(new() { Flip = true }, ExampleShape.Features(4), ElementType.Real, 1));
        Assert.True(new Augmentation().IsIdentity);
        new Augmenter(new(), ExampleShape.Features(4), ElementType.Real, 1).Apply(new byte[16], 0, 0);
    }

    private static byte[] Read(ArraySource source, int count)
    {
        var bytes = new byte[count * source.Shape.Size];
        new ExampleView(source).CopyExamples(0, count, bytes);
        return bytes;
    }

    private static byte[] Naively(ReadOnlySpan<byte> image, ExampleShape shape, Augmenter.Move move, AugmentationFill fill)
    {
        var result = new byte[image.Length];
        for (var c = 0; c < shape.Channels; c++)
        {
            for (var y = 0; y < shape.Height; y++)
            {
                for (var x = 0; x < shape.Width; x++)
                {
                    var (fromY, fromX) = (y - move.Down, x - move.Right);
                    var (nearY, nearX) = (Math.Clamp(fromY, 0, shape.Height - 1), Math.Clamp(fromX, 0, shape.Width - 1));
                    if (fill == AugmentationFill.Zero && (nearY != fromY || nearX != fromX))
                    {
                        continue;
                    }

                    var column = move.Mirror ? shape.Width - 1 - nearX : nearX;
                    result[(c * shape.Height + y) * shape.Width + x] = image[(c * shape.Height + nearY) * shape.Width + column];
                }
            }
        }

        return result;
    }
}
