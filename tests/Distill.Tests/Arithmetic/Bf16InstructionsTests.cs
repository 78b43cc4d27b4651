using Distill.Arithmetic;

namespace Distill.Tests.Arithmetic;

public sealed class Bf16InstructionsTests
{
    private const int Vectors = 1 << 5, Tiles = 1 << 22;

    [Theory]
    // A Xeon with tiles; an EPYC with vectors of bf16 alone.
    [InlineData(true, Tiles, Vectors, null, true)]
    [InlineData(true, 0, Vectors, null, true)]
    [InlineData(true, 0, Vectors, "ALL", true)]
    [InlineData(true, 0, Vectors, "AVX512_CORE_BF16", true)]
    // 512 bits without bf16, 256 bits, and a machine that hides its vectors.
    [InlineData(true, 0, 0, null, false)]
    [InlineData(false, 0, 0, null, false)]
    [InlineData(false, Tiles, Vectors, null, false)]
    // oneDNN does without what its environment forbids.
    [InlineData(true, Tiles, Vectors, "AVX2", false)]
    [InlineData(true, Tiles, Vectors, "sse41", false)]
    [InlineData(true, Tiles, Vectors, "AVX512_CORE", false)]
    public void TheyAreFoundByTheProcessorAndTheLimitOfOneDnn(bool hasAvx512, int leaf, int subleaf, string? limit, bool exist) =>
        Assert.Equal(exist, Bf16Instructions.Of(hasAvx512, (0, 0, 0, leaf), (subleaf, 0, 0, 0), limit));
}
