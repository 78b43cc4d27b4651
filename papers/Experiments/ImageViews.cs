using Distill.Data;

namespace Experiments;

/// <summary>Views of images that a teacher answers once, and students learn from.</summary>
internal static class ImageViews
{
    /// <summary>Some views of each image, of all that jitter and mirroring can make, each another.</summary>
    /// <param name="images">Images of pixels.</param>
    /// <param name="shift">Pixels by which they move along each axis; they are mirrored too.</param>
    /// <param name="views">How many of each, no more than there are.</param>
    /// <param name="seed">Decides which.</param>
    public static ExampleView Of(ExampleView images, int shift, int views, long seed)
    {
        var source = new ShiftedSource(images.Source, shift, mirror: true);
        var (positions, random) = (new int[checked(views * images.Count)], new SeededRandom(seed));
        var all = Enumerable.Range(0, source.Views).ToArray();
        for (var image = 0; image < images.Count; image++)
        {
            random.Fork(image).Shuffle<int>(all);
            for (var view = 0; view < views; view++)
            {
                positions[(view * images.Count) + image] = checked((int)(((long)all[view] * images.Source.Count) + images.Row(image)));
            }
        }

        return new ExampleView(source).Subset(positions, $"{images.Name}, {views} views of each");
    }
}
