using CsCheck;
using Distill.Data;
using Distill.Runs;

namespace Distill.Tests.Data;

public sealed class ShiftedSourceTests
{
    private static readonly Gen<(ExampleShape Shape, int Shift, AugmentationFill Fill, int Count, long Seed)> Cases =
        from channels in Gen.Int[1, 3]
        from height in Gen.Int[3, 7]
        from width in Gen.Int[3, 7]
        from shift in Gen.Int[0, 2]
        from fill in Gen.Enum<AugmentationFill>()
        from count in Gen.Int[1, 6]
        from seed in Gen.Long
        select (new ExampleShape(channels, height, width), shift, fill, count, seed);

    [Fact]
    public void Each_row_is_an_image_moved_by_the_shift_that_its_number_says() => Cases.Sample((shape, shift, fill, count, seed) =>
    {
        var source = Samples.Pixels(count, shape, seed: seed);
        var shifted = new ShiftedSource(source, shift, fill);
        var side = (2 * shift) + 1;
        Assert.Equal(side * side * count, shifted.Count);
        for (long row = 0; row < shifted.Count; row++)
        {
            var before = Read(source, row % count);
            var (down, right) = ((int)(row / count / side) - shift, (int)(row / count % side) - shift);
            Assert.Equal(Moved(before, shape, down, right, fill), Read(shifted, row));
        }
    });

    [Fact]
    public void With_mirroring_as_many_rows_follow_mirrored_before_they_move() => Cases.Sample((shape, shift, fill, count, seed) =>
    {
        var source = Samples.Pixels(count, shape, seed: seed);
        var (plain, both) = (new ShiftedSource(source, shift, fill), new ShiftedSource(source, shift, fill, mirror: true));
        Assert.Equal(2 * plain.Views, both.Views);
        Assert.Equal(2 * plain.Count, both.Count);
        var side = (2 * shift) + 1;
        for (long row = 0; row < plain.Count; row++)
        {
            Assert.Equal(Read(plain, row), Read(both, row));
            var mirrored = Read(source, row % count).Chunk(shape.Width).SelectMany(line => line.Reverse()).ToArray();
            var (down, right) = ((int)(row / count / side) - shift, (int)(row / count % side) - shift);
            Assert.Equal(Moved(mirrored, shape, down, right, fill), Read(both, plain.Count + row));
        }

        var labels = new long[1];
        both.CopyLabels([both.Count - 1], labels);
        Assert.Equal(new ExampleView(source).Labels()[count - 1], labels[0]);
        Assert.NotEqual(plain.Fingerprint, both.Fingerprint);
    });

    [Fact]
    public void The_view_in_the_middle_is_the_source_and_labels_stay()
    {
        var source = Samples.Pixels(5, new ExampleShape(1, 6, 6));
        var shifted = new ShiftedSource(source, 2);
        long[] middle = [.. Enumerable.Range(0, 5).Select(row => (12L * 5) + row)];
        var (plain, moved) = (new byte[5 * 36], new byte[5 * 36]);
        source.CopyExamples([0, 1, 2, 3, 4], plain);
        shifted.CopyExamples(middle, moved);
        Assert.Equal(plain, moved);

        var labels = new long[3];
        shifted.CopyLabels([4, 5 + 1, (24 * 5) + 2], labels);
        Assert.Equal([1L, 1, 2], labels);
    }

    [Fact]
    public void The_fingerprint_tells_shifts_fills_and_sources_apart()
    {
        var source = Samples.Pixels(4, new ExampleShape(1, 6, 6));
        Fingerprint[] all =
        [
            source.Fingerprint,
            new ShiftedSource(source, 1).Fingerprint,
            new ShiftedSource(source, 2).Fingerprint,
            new ShiftedSource(source, 2, AugmentationFill.Edge).Fingerprint,
            new ShiftedSource(Samples.Pixels(4, new ExampleShape(1, 6, 6), seed: 2), 2).Fingerprint,
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[2], new ShiftedSource(source, 2).Fingerprint);
    }

    [Fact]
    public void What_cannot_be_shifted_or_read_is_refused()
    {
        var source = Samples.Pixels(4, new ExampleShape(1, 3, 3));
        Assert.Contains("cannot move by 3 pixels", Assert.Throws<DistillException>(() => new ShiftedSource(source, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("shift is -1", Assert.Throws<DistillException>(() => new ShiftedSource(source, -1)).Message, StringComparison.Ordinal);
        var features = new ArraySource("features", new float[8], [0, 1], Samples.Names(2));
        Assert.Contains("not images", Assert.Throws<DistillException>(() => new ShiftedSource(features, 1)).Message, StringComparison.Ordinal);
        var shifted = new ShiftedSource(source, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(shifted, 36));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(shifted, -1));
    }

    private static byte[] Read(IExampleSource source, long row)
    {
        var pixels = new byte[source.Shape.Size];
        source.CopyExamples([row], pixels);
        return pixels;
    }

    // Each pixel by itself.
    private static byte[] Moved(byte[] image, ExampleShape shape, int down, int right, AugmentationFill fill)
    {
        var result = new byte[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var (channel, y, x) = (i / (shape.Height * shape.Width), i / shape.Width % shape.Height, i % shape.Width);
            var (fromY, fromX) = (y - down, x - right);
            var inside = fromY >= 0 && fromY < shape.Height && fromX >= 0 && fromX < shape.Width;
            if (inside || fill == AugmentationFill.Edge)
            {
                (fromY, fromX) = (Math.Clamp(fromY, 0, shape.Height - 1), Math.Clamp(fromX, 0, shape.Width - 1));
                result[i] = image[(((channel * shape.Height) + fromY) * shape.Width) + fromX];
            }
        }

        return result;
    }
}
