using System.Diagnostics.CodeAnalysis;

namespace Distill.Files;

/// <summary>The element types of a safetensors file, by the format's own names.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of the file format.")]
internal enum TensorType
{
    /// <summary>64-bit float.</summary>
    F64,

    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>16-bit float.</summary>
    F16,

    /// <summary>bfloat16: the upper half of a 32-bit float.</summary>
    BF16,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>16-bit signed integer.</summary>
    I16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>64-bit unsigned integer; libtorch has none to read it into.</summary>
    U64,

    /// <summary>32-bit unsigned integer; libtorch has none to read it into.</summary>
    U32,

    /// <summary>16-bit unsigned integer; libtorch has none to read it into.</summary>
    U16,

    /// <summary>8-bit unsigned integer.</summary>
    U8,

    /// <summary>A byte that is 0 or 1.</summary>
    Bool,
}
