using Distill.Reports.Images;
using Distill.Reports.Markup;
using Distill.Runs.Documents;

namespace Distill.Reports.Documents;

/// <summary>A gallery of a document as a wall of small pictures.</summary>
internal static class DocumentGallery
{
    private const int MostPictures = 60;

    public static Html Render(Gallery gallery) => gallery.Pictures.Count == 0 ? default : Html.Of(
        $"""
        <ul class="gallery">
        {gallery.Pictures.Take(MostPictures).Select(Item)}</ul>
        {LeftOut.Note(gallery.Pictures.Count, MostPictures, "examples")}
        """);

    private static Html Item(GalleryPicture picture) => Html.Of(
        $"""
        <li class="card">{Picture.Of(picture.Image, $"Test image of class {picture.Name}")}<p><b>{picture.Name}</b><small>{picture.InShort}</small></p></li>

        """);
}
