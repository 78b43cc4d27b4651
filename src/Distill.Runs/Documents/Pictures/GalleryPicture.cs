using System.Text.Json.Serialization;
using Distill.Runs.Results;

namespace Distill.Runs.Documents;

/// <summary>An example of a gallery.</summary>
/// <param name="Name">Its true class.</param>
/// <param name="Image">Its pixels; null where the data are no images.</param>
/// <param name="InShort">What models make of it.</param>
internal sealed record GalleryPicture(
    string Name, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] SampleImage? Image, string InShort)
{
    /// <summary>Whether it can be shown.</summary>
    [JsonIgnore]
    public bool IsWhole => Name is not null && InShort is not null && SampleImageCheck.IsWhole(Image);
}
