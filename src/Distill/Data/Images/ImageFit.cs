namespace Distill.Data;

/// <summary>How an image of one shape comes to a size of another.</summary>
public enum ImageFit
{
    /// <summary>Both sides are scaled, without regard to the aspect ratio.</summary>
    Stretch,

    /// <summary>The largest part in the middle that has the aspect ratio is scaled; the rest is cut off.</summary>
    Crop,

    /// <summary>The whole image is scaled with its aspect ratio, and the background fills the rest.</summary>
    Pad,
}
