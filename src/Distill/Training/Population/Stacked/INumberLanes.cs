using System.Runtime.Intrinsics;

namespace Distill.Training.Population;

/// <summary>Sixteen numbers in memory as f32, whatever their format. Structs, so that the compiler inlines them.</summary>
/// <typeparam name="T">What a number takes in memory.</typeparam>
internal interface INumberLanes<T>
    where T : unmanaged
{
    /// <summary>The numbers from <paramref name="at"/> on.</summary>
    static abstract Vector512<float> Load(ref T first, nuint at);

    /// <summary>Rounds the numbers to their format.</summary>
    static abstract void Store(Vector512<float> values, ref T first, nuint at);
}
