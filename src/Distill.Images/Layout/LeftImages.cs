using Distill.Data;
using Distill.Data.Formats;

namespace Distill.Images;

/// <summary>Images that are not read, by reason; each is counted once.</summary>
internal sealed class LeftImages
{
    private readonly HashSet<string> counted = new(StringComparer.Ordinal);
    private readonly List<LeftOut> all = [];

    /// <summary>The reasons in their order.</summary>
    public IReadOnlyList<LeftOut> All => all;

    /// <summary>Counts the images that have not been counted.</summary>
    public void Add(string reason, IEnumerable<ListedFile> images)
    {
        var fresh = images.Where(image => counted.Add(image.Name)).ToList();
        if (fresh.Count > 0)
        {
            all.Add(new(reason, fresh.Count, fresh[0].PathFrom(0)));
        }
    }

    /// <summary>Counts images that are read, so that nothing else counts them.</summary>
    public void Read(IEnumerable<ListedFile> images) => counted.UnionWith(images.Select(image => image.Name));
}
