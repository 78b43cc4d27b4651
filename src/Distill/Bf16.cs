using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Distill;

/// <summary>Sixteen bfloat16 numbers, as bits, to and from f32.</summary>
internal static class Bf16
{
    /// <summary>Exact: bf16 is the upper half of an f32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256<ushort> bits)
    {
        if (Avx512F.IsSupported)
        {
            return (Avx512F.ConvertToVector512UInt32(bits) << 16).AsSingle();
        }

        var (lower, upper) = Vector256.Widen(bits);
        return (Vector512.Create(lower, upper) << 16).AsSingle();
    }

    /// <summary>Rounds to the nearest, ties to even; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Narrow(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var odd = (bits >> 16) & Vector512.Create(1u);
        var rounded = (bits + Vector512.Create(0x7FFFu) + odd) >> 16;
        // Without this the carry of the rounding would turn a NaN into a number.
        rounded = Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(0x7FC0u));
        return Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
    }
}
