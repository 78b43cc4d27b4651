using System.Runtime.Intrinsics.X86;

namespace Distill.Arithmetic;

/// <summary>
/// Whether products in bf16 are faster than in f32. Without instructions of its own for bf16, a processor converts every number,
/// and what was meant to save time takes longer; docs/numbers.md has the figures.
/// </summary>
internal static class Bf16Instructions
{
    /// <summary>Why f32 is used in the place of bf16 where there are none.</summary>
    public const string Missing = "this processor has no instructions for bf16, without which it is slower than f32";

    private const string LimitVariable = "ONEDNN_MAX_CPU_ISA";

    // What oneDNN is limited to by its environment, where that leaves out the instructions. It reads this once, as we do.
    private static readonly string[] Lesser = ["SSE41", "AVX", "AVX2", "AVX2_VNNI", "AVX512_CORE", "AVX512_CORE_VNNI"];

    /// <summary>Whether this process has them; of processors that are no x86, nothing is known and they are taken to.</summary>
    public static bool Exist { get; } = !X86Base.IsSupported
        || Of(Avx512F.IsSupported, X86Base.CpuId(7, 0), X86Base.CpuId(7, 1), Environment.GetEnvironmentVariable(LimitVariable));

    /// <summary>The same by what the processor and the environment say.</summary>
    /// <param name="hasAvx512">Whether 512-bit vectors can be used at all.</param>
    /// <param name="features">Leaf 7 of the processor's features.</param>
    /// <param name="more">Its subleaf 1.</param>
    /// <param name="limit">What oneDNN is limited to; null for nothing.</param>
    public static bool Of(bool hasAvx512, (int Eax, int Ebx, int Ecx, int Edx) features, (int Eax, int Ebx, int Ecx, int Edx) more, string? limit)
    {
        const int vectors = 1 << 5, tiles = 1 << 22;
        return hasAvx512 && ((more.Eax & vectors) != 0 || (features.Edx & tiles) != 0)
            && !Lesser.Contains(limit?.Trim(), StringComparer.OrdinalIgnoreCase);
    }
}
