using Distill.Reports.Markup;
using Distill.Runs.Results;

namespace Distill.Reports.Images;

/// <summary>An example as a picture on the page.</summary>
internal static class Picture
{
    /// <summary>The picture, or nothing where the example is no image.</summary>
    /// <param name="image">Its pixels; null where it is no image.</param>
    /// <param name="description">What a reader who cannot see it should know.</param>
    public static Html Of(SampleImage? image, string description) => image is null ? default : Html.Of(
        $"""<img src="{Html.Trusted(PngImage.DataUri(image))}" width="{image.Width}" height="{image.Height}" alt="{description}"/>""");
}
