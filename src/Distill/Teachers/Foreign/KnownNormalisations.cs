using Distill.Models;

namespace Distill.Teachers.Foreign;

/// <summary>Means and deviations that many published models share, of RGB pixels from 0 to 1.</summary>
internal static class KnownNormalisations
{
    public static IReadOnlyDictionary<string, Normalisation> All { get; } =
        new SortedDictionary<string, Normalisation>(StringComparer.OrdinalIgnoreCase)
        {
            ["imagenet"] = new([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
            ["clip"] = new([0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]),
            ["half"] = new([0.5], [0.5]),
        };
}
