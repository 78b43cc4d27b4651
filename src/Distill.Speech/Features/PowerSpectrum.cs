using System.Numerics;

namespace Distill.Speech.Features;

/// <summary>
/// |DFT|² of real signals of a power of two points, of one signal in each lane of a vector: the same few operations serve them
/// all, and no number has to change its lane. A signal of n points is transformed as n/2 complex ones.
/// </summary>
internal sealed class PowerSpectrum
{
    private readonly int half;
    private readonly int[] reversed;
    private readonly float[] cosines;
    private readonly float[] sines;

    /// <summary>For signals of <paramref name="size"/> points, a power of two, at least 8.</summary>
    public PowerSpectrum(int size)
    {
        half = size / 2;
        reversed = new int[half];
        for (var i = 1; i < half; i++)
        {
            reversed[i] = (reversed[i / 2] / 2) + (i % 2 == 0 ? 0 : half / 2);
        }

        // e^(−2πik/n) for k up to n/2; the complex transform of n/2 points takes every second.
        cosines = [.. Enumerable.Range(0, half + 1).Select(k => (float)Math.Cos(2 * Math.PI * k / size))];
        sines = [.. Enumerable.Range(0, half + 1).Select(k => (float)-Math.Sin(2 * Math.PI * k / size))];
    }

    /// <summary>Where point <paramref name="index"/> of a signal goes in the real (even) or imaginary (odd points) part.</summary>
    public int PlaceOf(int index) => reversed[index / 2];

    /// <summary>Transforms what has been put in its places.</summary>
    /// <param name="real">[n/2]: even points at their places; overwritten.</param>
    /// <param name="imaginary">[n/2]: odd points at their places; overwritten.</param>
    /// <param name="power">[n/2 + 1].</param>
    public void Compute(Span<Vector<float>> real, Span<Vector<float>> imaginary, Span<Vector<float>> power)
    {
        Transform(real[..half], imaginary[..half]);
        power[0] = Square(real[0] + imaginary[0], Vector<float>.Zero);
        power[half] = Square(real[0] - imaginary[0], Vector<float>.Zero);
        for (var k = 1; k < half; k++)
        {
            // The spectra of even and odd points lie in the symmetric and antisymmetric parts: X = E + w·O.
            var (a, b, c, d) = (real[k], imaginary[k], real[half - k], imaginary[half - k]);
            var (evenReal, evenImaginary, oddReal, oddImaginary) = (a + c, b - d, b + d, c - a);
            power[k] = 0.25f * Square(
                evenReal + (cosines[k] * oddReal) - (sines[k] * oddImaginary),
                evenImaginary + (cosines[k] * oddImaginary) + (sines[k] * oddReal));
        }
    }

    private void Transform(Span<Vector<float>> real, Span<Vector<float>> imaginary)
    {
        for (var span = 1; span < half; span *= 2)
        {
            var stride = half / span;
            for (var k = 0; k < span; k++)
            {
                var (cosine, sine) = (new Vector<float>(cosines[k * stride]), new Vector<float>(sines[k * stride]));
                for (var top = k; top < half; top += 2 * span)
                {
                    var bottom = top + span;
                    var re = (cosine * real[bottom]) - (sine * imaginary[bottom]);
                    var im = (cosine * imaginary[bottom]) + (sine * real[bottom]);
                    (real[bottom], imaginary[bottom]) = (real[top] - re, imaginary[top] - im);
                    (real[top], imaginary[top]) = (real[top] + re, imaginary[top] + im);
                }
            }
        }
    }

    private static Vector<float> Square(Vector<float> re, Vector<float> im) => (re * re) + (im * im);
}
