using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Distill.Models.Networks;

/// <summary>
/// Zeros and 1/(1 − p), as if drawn by lot, each a function of a key and its place alone: two rounds of a mixing of 32
/// bits (Wellons' "lowbias32"), with half of the key before each.
/// </summary>
internal readonly struct DropoutMask
{
    private const int Lanes = 16;

    private readonly uint low;
    private readonly uint high;
    private readonly uint dropsBelow;
    private readonly float kept;

    /// <summary>A mask.</summary>
    /// <param name="key">Different keys give unrelated masks.</param>
    /// <param name="probability">p: the share of zeros, 0 to less than 1.</param>
    public DropoutMask(long key, double probability)
    {
        (low, high) = ((uint)key, (uint)(key >> 32));
        dropsBelow = (uint)Math.Min(uint.MaxValue, Math.Round(probability * 4294967296.0));
        kept = (float)(1 / (1 - probability));
    }

    /// <summary>Fills a part of the mask in f32.</summary>
    /// <param name="part">Takes the numbers.</param>
    /// <param name="first">The place of its first number in the mask.</param>
    public void Fill(Span<float> part, int first)
    {
        ref var start = ref MemoryMarshal.GetReference(part);
        var whole = part.Length - (part.Length % Lanes);
        for (var at = 0; at < whole; at += Lanes)
        {
            Values(first + at).StoreUnsafe(ref start, (nuint)at);
        }

        Span<float> last = stackalloc float[Lanes];
        Values(first + whole).CopyTo(last);
        last[..(part.Length - whole)].CopyTo(part[whole..]);
    }

    /// <summary>Fills a part of the mask in bf16, as bits; 1/(1 − p) is rounded to it.</summary>
    /// <param name="part">Takes the numbers.</param>
    /// <param name="first">The place of its first number in the mask.</param>
    public void Fill(Span<ushort> part, int first)
    {
        ref var start = ref MemoryMarshal.GetReference(part);
        var whole = part.Length - (part.Length % Lanes);
        for (var at = 0; at < whole; at += Lanes)
        {
            Bf16.Narrow(Values(first + at)).StoreUnsafe(ref start, (nuint)at);
        }

        Span<ushort> last = stackalloc ushort[Lanes];
        Bf16.Narrow(Values(first + whole)).CopyTo(last);
        last[..(part.Length - whole)].CopyTo(part[whole..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Values(int first)
    {
        var places = Vector512.Create((uint)first) + Vector512<uint>.Indices;
        var drawn = Mixed(Mixed(places + Vector512.Create(low)) + Vector512.Create(high));
        return Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(drawn, Vector512.Create(dropsBelow)).AsSingle(), Vector512.Create(kept), Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Mixed(Vector512<uint> bits)
    {
        bits ^= bits >> 16;
        bits *= Vector512.Create(0x7FEB352Du);
        bits ^= bits >> 15;
        bits *= Vector512.Create(0x846CA68Bu);
        return bits ^ (bits >> 16);
    }
}
