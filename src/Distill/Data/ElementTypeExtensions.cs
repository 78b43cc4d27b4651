namespace Distill.Data;

/// <summary>What follows from an element type.</summary>
internal static class ElementTypeExtensions
{
    /// <summary>Bytes of one number: 1 for pixels and texts, 4 for reals.</summary>
    public static int Bytes(this ElementType type) => type == ElementType.Real ? sizeof(float) : sizeof(byte);
}
