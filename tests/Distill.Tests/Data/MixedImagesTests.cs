using System.Runtime.InteropServices;
using Distill.Data;

namespace Distill.Tests.Data;

public sealed class MixedImagesTests
{
    private const int Rows = 5;

    private static readonly ExampleShape Shape = new(1, 2, 2);

    private static readonly byte[] Pixels = [.. Enumerable.Range(0, Rows * 4).Select(number => (byte)(number * 12))];

    private static readonly ArraySource Source = new("five", Shape, Pixels, [0, 1, 0, 1, 0], ["even", "odd"]);

    [Fact]
    public void EachLiesBetweenItsImageAndItsPartner()
    {
        var mixed = VariedExamples.Of(Source, 200, seed: 7);
        long[] rows = [.. Enumerable.Range(0, mixed.Count).Select(row => (long)row)];
        var images = Read(mixed, rows);
        var weights = new List<double>();
        foreach (var row in rows)
        {
            var (first, second) = (Image(Pixels, mixed.OriginalOf(row)), Image(Pixels, mixed.PartnerOf(row)));
            var found = Enumerable.Range(0, 1001).Select(step => step / 1000.0)
                .Where(weight => Enumerable.Range(0, 4).All(pixel => Math.Abs((weight * first[pixel]) + ((1 - weight) * second[pixel]) - Image(images, row)[pixel]) <= 0.6)).ToList();
            Assert.NotEmpty(found);
            // Of an image mixed with itself any weight is right.
            weights.AddRange(mixed.PartnerOf(row) == mixed.OriginalOf(row) ? [] : [found[found.Count / 2]]);
        }

        // Every image is a partner about as often as any other, and weights are even.
        Assert.All(rows.CountBy(mixed.PartnerOf), partner => Assert.InRange(partner.Value, 150, 250));
        Assert.InRange(weights.Average(), 0.45, 0.55);
        Assert.InRange(weights.Count(weight => weight is > 0.25 and < 0.75) / (double)weights.Count, 0.45, 0.55);
    }

    [Fact]
    public void ImagesOfRealNumbersAreMixedWithoutRounding()
    {
        float[] values = [.. Enumerable.Range(0, Rows * 4).Select(number => number / 7f)];
        var mixed = VariedExamples.Of(new ArraySource("reals", Shape, values, [0, 1, 0, 1, 0], ["even", "odd"]), 3, seed: 2);
        var bytes = new byte[16];
        mixed.CopyExamples([8], bytes);
        var (first, second) = (values[12..16], values[((int)mixed.PartnerOf(8) * 4)..][..4]);
        var found = MemoryMarshal.Cast<byte, float>(bytes);
        Assert.NotEqual(3, mixed.PartnerOf(8));
        var weight = (found[0] - second[0]) / (first[0] - second[0]);
        Assert.InRange(weight, 0, 1);
        for (var i = 1; i < 4; i++)
        {
            Assert.Equal((weight * first[i]) + ((1 - weight) * second[i]), found[i], 1e-5f);
        }
    }

    [Fact]
    public void RowsDecideThemAndBatchesDoNot()
    {
        var mixed = VariedExamples.Of(Source, 3, seed: 7);
        Assert.Equal(Image(Read(mixed, [12, 1, 7]), 1), Read(mixed, [1]));
        Assert.Equal((15, "2, variation 2"), (mixed.Count, mixed.NameOf(7)));
        var labels = new long[2];
        mixed.CopyLabels([0, 14], labels);
        Assert.Equal([-1L, -1], labels);
        Assert.NotEqual(mixed.Fingerprint, VariedExamples.Of(Source, 3, seed: 8).Fingerprint);
        Assert.NotEqual(mixed.Fingerprint, VariedExamples.Of(Source, 4, seed: 7).Fingerprint);
    }

    [Fact]
    public void WhatIsMixedWithAnExampleThatAViewLacksStaysOut()
    {
        var all = new ExampleView(Source);
        var (view, transfer) = (all.Subset([4, 0, 1], "three"), new TransferSource(Source, [], variations: 40, seed: 3));
        var mixed = VariedExamples.Of(Source, 40, seed: 3);
        long[] rows = [.. Enumerable.Range(0, transfer.With(view).Count).Select(transfer.With(view).Row)];

        Assert.Equal([4L, 0, 1], rows[..3]);
        long[] own = [4, 0, 1];
        long[] wanted = [.. Enumerable.Range(0, 40).SelectMany(variation => own.Select(row => (variation * 5L) + row)).Where(row => own.Contains(mixed.PartnerOf(row)))];
        Assert.Equal(wanted, rows[3..].Select(row => row - 5));
        Assert.InRange(rows.Length - 3, 50, 95);
        Assert.Equal(5 * 41, transfer.With(all).Count);
        Assert.True(transfer.With(view).DescendsFrom(transfer.With(all).Fingerprint));
    }

    private static byte[] Image(byte[] images, long row) => images.AsSpan((int)row * 4, 4).ToArray();

    private static byte[] Read(VariedExamples source, long[] rows)
    {
        var images = new byte[rows.Length * 4];
        source.CopyExamples(rows, images);
        return images;
    }
}
