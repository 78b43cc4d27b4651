using Distill.Runs;

namespace Distill.Data.Glyphs;

/// <summary>Which glyphs to make. Two sources with equal options hold the same images.</summary>
public sealed record GlyphOptions
{
    /// <summary>How many images. From 1; default 60,000.</summary>
    public int Count { get; init; } = 60_000;

    /// <summary>
    /// The index of the first image. Sources whose ranges of indices do not meet share no image. From 0 to 2⁶²; default 0.
    /// </summary>
    public long First { get; init; }

    /// <summary>How many classes. From 2 to 1,000,000; default 16.</summary>
    public int Classes { get; init; } = 16;

    /// <summary>
    /// How many classes share all strokes but one. From 1 to 270; default 4. Beyond 90 some of these strokes differ from another by
    /// their bow alone.
    /// </summary>
    public int FamilySize { get; init; } = 4;

    /// <summary>Width and height of an image in pixels. From 8 to 512; default 28.</summary>
    public int Size { get; init; } = 28;

    /// <summary>
    /// How much images of one class differ: 0 makes them equal but for noise, 1, the default, keeps a small net busy.
    /// From 0 to 2.
    /// </summary>
    public float Jitter { get; init; } = 1;

    /// <summary>Chooses the shapes of the classes and the variations of the images. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The catalogue's set "glyphs": 60,000 training images, and 10,000 test images from other indices.</summary>
    public static GlyphOptions Catalogue(SetPart part) =>
        part == SetPart.Train ? new() : new() { Count = 10_000, First = 1L << 40 };

    /// <summary>The catalogue's set "glyphs-100": as many images, in 100 classes, of which 5 each are a family.</summary>
    public static GlyphOptions CatalogueOfMany(SetPart part) => Catalogue(part) with { Classes = 100, FamilySize = 5 };

    /// <summary>Throws unless all options are in range.</summary>
    /// <exception cref="DistillException">Some are not; the message has all of them.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        void Demand(bool valid, string problem)
        {
            if (!valid)
            {
                problems.Add(problem);
            }
        }

        Demand(Count >= 1, $"count is {Count}; it must be at least 1.");
        Demand(First is >= 0 and <= 1L << 62, $"first is {First}; it must lie from 0 to 2^62.");
        Demand(Classes is >= 2 and <= 1_000_000, $"classes is {Classes}; it must lie from 2 to 1000000.");
        Demand(
            FamilySize is >= 1 and <= GlyphAlphabet.LargestFamily,
            $"familySize is {FamilySize}; it must lie from 1 to {GlyphAlphabet.LargestFamily}.");
        Demand(Size is >= 8 and <= 512, $"size is {Size}; it must lie from 8 to 512.");
        Demand(Jitter is >= 0 and <= 2, FormattableString.Invariant($"jitter is {Jitter}; it must lie from 0 to 2."));
        if (problems.Count > 0)
        {
            throw new DistillException("Glyphs: " + string.Join(" Also: ", problems));
        }
    }
}
