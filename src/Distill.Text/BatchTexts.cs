using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Text;

/// <summary>The texts of a batch.</summary>
internal static class BatchTexts
{
    /// <exception cref="DistillException">The examples are no texts.</exception>
    public static string[] Of(Batch batch, string teacher)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Inputs.dtype != ScalarType.Byte || batch.Inputs.dim() != 2)
        {
            throw new DistillException($"The teacher {teacher} takes texts, and these examples are none.");
        }

        using var raw = batch.Inputs.contiguous();
        var (count, size) = ((int)raw.shape[0], (int)raw.shape[1]);
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            texts[i] = PaddedText.Of(raw.bytes.Slice(i * size, size));
        }

        return texts;
    }
}
