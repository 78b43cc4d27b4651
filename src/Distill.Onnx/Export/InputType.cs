namespace Distill.Onnx.Export;

/// <summary>The type of the numbers that an application feeds.</summary>
public enum InputType
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>Bytes, 0 to 255; for images only.</summary>
    U8,
}
