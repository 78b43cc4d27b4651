using Distill.Data;
using Distill.Jobs.Datasets;
using Distill.Runs.Results.Specialists;

namespace Distill.Jobs.Specialists;

/// <summary>Training images of the classes of each specialist, as many as a file that people open may hold.</summary>
internal static class ClassPictures
{
    private const int Each = 2;

    // Written as base64 a third more; a page shows a few dozen classes.
    private const int MostBytes = 6 << 20;

    /// <summary>Images of classes, those nearest to the centroids first; null where the data are no images.</summary>
    public static IReadOnlyList<ClassImages>? Of(ExampleView examples, IReadOnlyList<IReadOnlyList<int>> nearestFirst)
    {
        if (!ExampleImages.AreImages(examples))
        {
            return null;
        }

        var order = Enumerable.Range(0, nearestFirst.Max(set => set.Count))
            .SelectMany(rank => nearestFirst.Where(set => rank < set.Count).Select(set => set[rank]))
            .Distinct()
            .Take(MostBytes / (Each * examples.Shape.Size));
        var positions = examples.Labels().Index().Where(pair => pair.Item >= 0).ToLookup(pair => (int)pair.Item, pair => pair.Index);
        return
        [
            .. order.Where(positions.Contains).Select(number => new ClassImages(
                number, [.. positions[number].Take(Each).Select(position => ExampleImages.Of(examples, position)!)])),
        ];
    }
}
