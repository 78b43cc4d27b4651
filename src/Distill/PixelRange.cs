namespace Distill;

/// <summary>The numbers that stand for black and white where images pass between models and applications.</summary>
public enum PixelRange
{
    /// <summary>0 to 1, as torchvision's <c>ToTensor</c> gives them.</summary>
    Unit,

    /// <summary>0 to 255, as image files have them.</summary>
    Byte,
}
