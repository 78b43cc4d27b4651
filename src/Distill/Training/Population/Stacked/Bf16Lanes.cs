using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Population;

/// <summary>Bfloat16, as bits.</summary>
internal readonly struct Bf16Lanes : INumberLanes<ushort>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref ushort first, nuint at) => Bf16.Widen(Vector256.LoadUnsafe(ref first, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref ushort first, nuint at) => Bf16.Narrow(values).StoreUnsafe(ref first, at);
}
