namespace Distill.Onnx.Export;

/// <summary>The numbers that an application feeds for black and for white.</summary>
public enum PixelRange
{
    /// <summary>0 to 255, as image files have them.</summary>
    Bytes,

    /// <summary>0 to 1.</summary>
    Unit,
}
