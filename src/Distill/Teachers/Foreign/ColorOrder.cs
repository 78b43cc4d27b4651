namespace Distill.Teachers.Foreign;

/// <summary>The order of the three colour channels of a pixel.</summary>
public enum ColorOrder
{
    /// <summary>Red, green, blue, as image files and most models have them.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV reads images and models that were trained so take them.</summary>
    Bgr,
}
