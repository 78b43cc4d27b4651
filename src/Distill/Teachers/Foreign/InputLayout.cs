namespace Distill.Teachers.Foreign;

/// <summary>The order of the numbers that a foreign model takes.</summary>
public enum InputLayout
{
    /// <summary>[batch, channels, height, width], as PyTorch has images.</summary>
    Nchw,

    /// <summary>[batch, height, width, channels], as TensorFlow has images.</summary>
    Nhwc,

    /// <summary>[batch, numbers]: features, or an image's channels × height × width in one row.</summary>
    Flat,
}
