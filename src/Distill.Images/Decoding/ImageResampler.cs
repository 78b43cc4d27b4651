using Distill.Data;

namespace Distill.Images;

/// <summary>
/// Scales images by a cubic (Catmull-Rom) kernel that widens when shrinking, so that no pixel is passed over and fine
/// patterns do not alias. Whole-number weights make the result the same on every machine.
/// </summary>
internal sealed class ImageResampler
{
    private const int Fraction = 16;

    private readonly ImageSize from;
    private readonly ImageSize to;
    private readonly Tap[] columns;
    private readonly Tap[] rows;

    public ImageResampler(ImageSize from, ImageSize to)
    {
        this.from = from;
        this.to = to;
        columns = Taps(from.Width, to.Width);
        rows = Taps(from.Height, to.Height);
    }

    /// <summary>Scales one image of interleaved channels.</summary>
    public byte[] Scale(ReadOnlySpan<byte> pixels, int channels)
    {
        var narrow = new byte[from.Height * to.Width * channels];
        for (var y = 0; y < from.Height; y++)
        {
            var row = pixels.Slice(y * from.Width * channels, from.Width * channels);
            Blend(row, narrow.AsSpan(y * to.Width * channels), columns, channels, channels);
        }

        var result = new byte[to.Height * to.Width * channels];
        var stride = to.Width * channels;
        for (var x = 0; x < stride; x++)
        {
            Blend(narrow.AsSpan(x), result.AsSpan(x), rows, stride, 1);
        }

        return result;
    }

    private static void Blend(ReadOnlySpan<byte> source, Span<byte> target, Tap[] taps, int step, int channels)
    {
        for (var i = 0; i < taps.Length; i++)
        {
            var (first, weights) = taps[i];
            for (var channel = 0; channel < channels; channel++)
            {
                var sum = 1 << (Fraction - 1);
                for (var k = 0; k < weights.Length; k++)
                {
                    sum += weights[k] * source[(first + k) * step + channel];
                }

                target[i * step + channel] = (byte)Math.Clamp(sum >> Fraction, 0, 255);
            }
        }
    }

    private static Tap[] Taps(int from, int to)
    {
        var scale = (double)from / to;
        var widen = Math.Max(1, scale);
        var taps = new Tap[to];
        for (var i = 0; i < to; i++)
        {
            var center = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(center - 2 * widen + 0.5));
            var last = Math.Min(from, (int)(center + 2 * widen + 0.5));
            var exact = new double[last - first];
            for (var k = 0; k < exact.Length; k++)
            {
                exact[k] = Kernel((first + k + 0.5 - center) / widen);
            }

            var sum = exact.Sum();
            var weights = Array.ConvertAll(exact, weight => (int)Math.Round(weight / sum * (1 << Fraction)));
            // What rounding took goes to the middle, so that an even surface keeps its value.
            weights[weights.Length / 2] += (1 << Fraction) - weights.Sum();
            taps[i] = new(first, weights);
        }

        return taps;
    }

    private static double Kernel(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }

    private readonly record struct Tap(int First, int[] Weights);
}
