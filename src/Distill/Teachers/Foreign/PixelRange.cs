namespace Distill.Teachers.Foreign;

/// <summary>What a white pixel is to a foreign model, before its mean is taken off.</summary>
public enum PixelRange
{
    /// <summary>1: pixels from 0 to 1, as torchvision's <c>ToTensor</c> gives them.</summary>
    Unit,

    /// <summary>255: pixels from 0 to 255.</summary>
    Byte,
}
