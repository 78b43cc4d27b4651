using Distill.Data;

namespace Distill.Images;

/// <summary>What images have in common, found out before any is decoded to its place.</summary>
/// <param name="Size">The size that all are brought to.</param>
/// <param name="Grey">Whether they get one channel.</param>
/// <param name="White">Of grey images with 16 bits a pixel the value that becomes 255; null for 65535.</param>
internal sealed record SurveyedImages(ImageSize Size, bool Grey, int? White)
{
    /// <summary>The shape of every decoded image.</summary>
    public ExampleShape Shape => new(Grey ? 1 : 3, Size.Height, Size.Width);
}
