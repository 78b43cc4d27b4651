using System.Security.Cryptography;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Runs;

namespace Distill.Tests.Data.Glyphs;

public sealed class GlyphSourceTests
{
    [Fact]
    public void AnImageDependsOnSeedAndIndexAlone()
    {
        var source = new GlyphSource(new() { Count = 100 });
        var later = new GlyphSource(new() { Count = 10, First = 37 });
        var other = new GlyphSource(new() { Count = 100, Seed = 2 });

        Assert.Equal(Image(source, 40), Image(later, 3));
        Assert.Equal(Image(source, 40), Image(source, 40));
        Assert.NotEqual(Image(source, 40), Image(source, 56));
        Assert.NotEqual(Image(source, 40), Image(other, 40));
    }

    [Fact]
    public void BytesAreTheSameOnEveryMachine()
    {
        var images = new byte[64 * 784];
        new GlyphSource(new() { Count = 64 }).CopyExamples([.. Enumerable.Range(0, 64).Select(i => (long)i)], images);

        Assert.Equal("a9d60876780997a44b3ba2ee172ffcbc767529fb44de54c8d8c4d73e6724361f", Convert.ToHexStringLower(SHA256.HashData(images)));
    }

    [Fact]
    public void ClassesAreBalancedAndFamiliesAreOfTheAskedSize()
    {
        var source = new GlyphSource(new() { Count = 330, Classes = 33, FamilySize = 4 });

        Assert.Equal(Enumerable.Repeat(10, 33), new ExampleView(source).ClassCounts());
        var families = Enumerable.Range(0, 33).GroupBy(source.FamilyOf).ToList();
        Assert.Equal(9, families.Count);
        Assert.All(families, family => Assert.InRange(family.Count(), 3, 4));
        Assert.Equal(33, source.ClassNames.Distinct().Count());
        Assert.All(families, family => Assert.Single(family.Select(c => source.ClassNames[c][..^1]).Distinct()));
    }

    [Fact]
    public void TheLargestFamilyHasMembersThatDifferAndBeginsLikeASmallOne()
    {
        // Two families: their members take turns.
        const int size = 270;
        var large = new GlyphSource(new() { Count = 2 * size, Classes = 2 * size, FamilySize = size, Jitter = 0 });
        var small = new GlyphSource(new() { Count = 64, Classes = 64, FamilySize = 32, Jitter = 0 });

        Assert.All(Enumerable.Range(0, 64), row => Assert.Equal(Image(small, row), Image(large, row)));
        Assert.Equal(size, Enumerable.Range(0, 2 * size).Count(glyph => large.FamilyOf(glyph) == 0));
        var shapes = Enumerable.Range(0, size).Select(member => Convert.ToHexString([.. Image(large, 2 * member).Select(pixel => pixel > 80 ? (byte)1 : (byte)0)]));
        Assert.Equal(size, shapes.Distinct().Count());
        Assert.Contains("familySize is 271", Assert.Throws<DistillException>(() => new GlyphSource(new() { FamilySize = 271 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MembersOfAFamilyLookMoreAlikeThanOthers()
    {
        // Without jitter, images of a class are its shape and noise.
        var source = new GlyphSource(new() { Count = 16, Jitter = 0 });
        var images = Enumerable.Range(0, 16).Select(c => Image(source, c).Select(p => p > 80 ? 1 : 0).ToArray()).ToArray();
        int Difference(int a, int b) => images[a].Zip(images[b], (p, q) => Math.Abs(p - q)).Sum();

        var pairs = from a in Enumerable.Range(0, 16) from b in Enumerable.Range(a + 1, 15 - a) select (a, b);
        var within = pairs.Where(p => source.FamilyOf(p.a) == source.FamilyOf(p.b)).Max(p => Difference(p.a, p.b));
        var between = pairs.Where(p => source.FamilyOf(p.a) != source.FamilyOf(p.b)).Min(p => Difference(p.a, p.b));

        Assert.True(within < between, $"within a family up to {within} pixels differ, between families at least {between}");
        Assert.All(pairs, p => Assert.True(Difference(p.a, p.b) >= 5, $"{p} look the same"));
    }

    [Fact]
    public void TheCopyInMemoryHoldsTheSameImagesUnderTheSameFingerprint()
    {
        var source = new GlyphSource(new() { Count = 700, Classes = 20, Size = 16 });

        var copy = source.InMemory();

        Assert.Equal(source.Fingerprint, copy.Fingerprint);
        Assert.Equal(source.ClassNames, copy.ClassNames);
        Assert.Equal(new ExampleView(source).Labels(), new ExampleView(copy).Labels());
        Assert.Equal(SourceFingerprint.Compute(source), SourceFingerprint.Compute(copy));
    }

    [Fact]
    public void ThreadsThatReadTheSameNewImagesGetWhatIsDrawn()
    {
        var source = new GlyphSource(new() { Count = 300, Size = 16 });
        var copy = source.InMemory();
        var size = source.Shape.Size;

        Parallel.For(0, 16, thread =>
        {
            long[] rows = [.. Enumerable.Range(0, 200).Select(i => (i * 7L * (thread + 1)) % 300)];
            var (found, right) = (new byte[200 * size], new byte[200 * size]);
            for (var round = 0; round < 2; round++)
            {
                copy.CopyExamples(rows, found);
                source.CopyExamples(rows, right);
                Assert.Equal(right, found);
            }
        });
    }

    [Fact]
    public void TheCataloguesPartsShareNoImage()
    {
        var train = GlyphOptions.Catalogue(SetPart.Train);
        var test = GlyphOptions.Catalogue(SetPart.Test);

        Assert.Equal(train with { Count = 10_000, First = test.First }, test);
        Assert.True(train.First + train.Count <= test.First);
    }

    [Fact]
    public void MillionsOfImagesAndThousandsOfClassesTakeNoMemoryUntilRead()
    {
        var source = new GlyphSource(new() { Count = 100_000_000, Classes = 15_000, FamilySize = 5 });

        Assert.Equal(14_999L, Label(source, 15_000L * 6_000 - 1));
        Assert.Equal(784, Image(source, 99_999_999).Length);
    }

    [Fact]
    public void EveryOptionCountsInTheFingerprint()
    {
        GlyphOptions options = new();
        GlyphOptions[] all =
        [
            options, options with { Count = 1 }, options with { First = 1 }, options with { Classes = 3 },
            options with { FamilySize = 2 }, options with { Size = 10 }, options with { Jitter = 0.5f }, options with { Seed = 3 },
        ];

        Assert.Equal(all.Length, all.Select(o => new GlyphSource(o).Fingerprint).Distinct().Count());
    }

    [Fact]
    public void AllMistakesAreReportedTogether()
    {
        var error = Assert.Throws<DistillException>(() => new GlyphSource(new() { Count = 0, Classes = 1, Size = 4, Jitter = float.NaN }));

        Assert.All(["count is 0", "classes is 1", "size is 4", "jitter is NaN"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void RefusesRowsOutside()
    {
        var source = new GlyphSource(new() { Count = 3 });

        Assert.Throws<ArgumentOutOfRangeException>(() => Image(source, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Label(source, -1));
    }

    private static byte[] Image(GlyphSource source, long row)
    {
        var image = new byte[source.Shape.Size];
        source.CopyExamples([row], image);
        return image;
    }

    private static long Label(GlyphSource source, long row)
    {
        var label = new long[1];
        source.CopyLabels([row], label);
        return label[0];
    }
}
