using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Distill.Training.Population;

/// <summary>Float32 as it is.</summary>
internal readonly struct FloatLanes : INumberLanes<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float first, nuint at) => Vector512.LoadUnsafe(ref first, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float first, nuint at) => values.StoreUnsafe(ref first, at);
}
