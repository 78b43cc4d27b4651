using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Mixtures λ·a + (1 − λ)·b of two images, pixel by pixel, or of two images of real numbers: λ is even from 0 to 1, and b is any image of the
/// source. The inputs of mixup (Zhang et al. 2018), with a teacher's answer in place of mixed labels.
/// </summary>
/// <param name="source">Images.</param>
/// <param name="variations">How many begin with each image.</param>
/// <param name="seed">Decides λ and b of every row.</param>
/// <exception cref="DistillException">They are too many to number.</exception>
internal sealed class MixedImages(IExampleSource source, int variations, long seed) : VariedExamples(source, variations, seed, "mixed images", Purpose)
{
    private const long Purpose = 0x6d6978656473;

    /// <inheritdoc/>
    public override bool HasPartners => true;

    private protected override void Vary(Span<byte> example, ReadOnlySpan<byte> partner, SeededRandom random)
    {
        var weight = random.NextDouble();
        if (ElementType == ElementType.Real)
        {
            var own = MemoryMarshal.Cast<byte, float>(example);
            TensorPrimitives.Lerp(MemoryMarshal.Cast<byte, float>(partner), own, (float)weight, own);
            return;
        }

        for (var i = 0; i < example.Length; i++)
        {
            example[i] = (byte)Math.Round((weight * example[i]) + ((1 - weight) * partner[i]), MidpointRounding.AwayFromZero);
        }
    }
}
