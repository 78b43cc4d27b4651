using Distill.Data;
using Hinton2015.Mnist;

namespace Hinton2015.Tests.Mnist;

public sealed class MixedSourceTests
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 5 * 4).Select(number => (byte)(number * 12))];

    private static readonly ArraySource Source = new("five", new ExampleShape(1, 2, 2), Pixels, [0, 1, 0, 1, 0], ["even", "odd"]);

    [Fact]
    public void TheFirstRowsAreTheImagesAndTheirLabels()
    {
        var mixed = new MixedSource(Source, mixtures: 3, seed: 7);
        var (images, labels) = Read(mixed, [0, 1, 2, 3, 4]);
        Assert.Equal((20, 4), (mixed.Count, mixed.Views));
        Assert.Equal(Pixels, images);
        Assert.Equal([0, 1, 0, 1, 0], labels);
    }

    [Fact]
    public void EachMixtureLiesBetweenItsImageAndOneOther()
    {
        var mixed = new MixedSource(Source, mixtures: 200, seed: 7);
        long[] rows = [.. Enumerable.Range(5, 1000).Select(row => (long)row)];
        var (images, labels) = Read(mixed, rows);
        Assert.All(labels, label => Assert.Equal(-1, label));
        var weights = new List<double>();
        foreach (var (number, row) in rows.Index())
        {
            var mixture = images.AsSpan(number * 4, 4).ToArray();
            var first = Pixels.AsSpan((int)(row % 5) * 4, 4).ToArray();
            var found = Enumerable.Range(0, 5).SelectMany(other => Enumerable.Range(0, 1001).Select(step => (other, weight: step / 1000.0)))
                .Where(guess => Enumerable.Range(0, 4).All(pixel => Math.Abs((guess.weight * first[pixel]) + ((1 - guess.weight) * Pixels[(guess.other * 4) + pixel]) - mixture[pixel]) <= 0.6))
                .ToList();
            Assert.NotEmpty(found);
            weights.Add(found[0].weight);
        }

        Assert.True(weights.Count(weight => weight is > 0.1 and < 0.9) > 500);
    }

    [Fact]
    public void RowsDoNotDependOnWhatIsReadWithThem()
    {
        var mixed = new MixedSource(Source, mixtures: 3, seed: 7);
        var (together, _) = Read(mixed, [17, 6, 12]);
        Assert.Equal(together.AsSpan(4, 4).ToArray(), Read(mixed, [6]).Images);
        Assert.NotEqual(mixed.Fingerprint, new MixedSource(Source, 3, seed: 8).Fingerprint);
        Assert.NotEqual(mixed.Fingerprint, new MixedSource(Source, 4, seed: 7).Fingerprint);
    }

    private static (byte[] Images, long[] Labels) Read(MixedSource source, long[] rows)
    {
        var (images, labels) = (new byte[rows.Length * 4], new long[rows.Length]);
        source.CopyExamples(rows, images);
        source.CopyLabels(rows, labels);
        return (images, labels);
    }
}
