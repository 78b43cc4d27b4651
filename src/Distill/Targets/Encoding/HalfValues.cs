using System.Numerics;
using System.Runtime.InteropServices;

namespace Distill.Targets;

/// <summary>Looks at f16 numbers as their bits.</summary>
internal static class HalfValues
{
    private const ushort Exponent = 0x7c00;

    /// <summary>The index of the first NaN or infinity, or −1.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<byte> values)
    {
        var bits = MemoryMarshal.Cast<byte, ushort>(values);
        var exponent = new Vector<ushort>(Exponent);
        int i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            if (Vector.EqualsAny(new Vector<ushort>(bits[i..]) & exponent, exponent))
            {
                break;
            }
        }

        for (; i < bits.Length; i++)
        {
            if ((bits[i] & Exponent) == Exponent)
            {
                return i;
            }
        }

        return -1;
    }
}
