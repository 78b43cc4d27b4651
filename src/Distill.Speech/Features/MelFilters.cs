using System.Numerics;
using Distill.Runs;

namespace Distill.Speech.Features;

/// <summary>
/// Triangles over the bins of a power spectrum. Their edges lie at equal distances in mel; each rises from the centre of the
/// one before to its own, where it is 1, and falls to that of the next, along straight lines in mel.
/// </summary>
internal sealed class MelFilters
{
    private readonly int[] firstBins;
    private readonly float[][] weights;
    private readonly float floor;

    /// <exception cref="DistillException">A filter is so narrow that no bin lies within.</exception>
    public MelFilters(FilterbankOptions options)
    {
        var (low, high) = (MelScale.Mel(options.LowHz), MelScale.Mel(options.HighHz));
        var step = (high - low) / (options.Filters + 1);
        (firstBins, weights, floor) = (new int[options.Filters], new float[options.Filters][], (float)options.EnergyFloor);
        for (var filter = 0; filter < options.Filters; filter++)
        {
            var centre = low + ((filter + 1) * step);
            var bins = Enumerable.Range(0, (options.TransformSize / 2) + 1)
                .Select(bin => (Bin: bin, Weight: 1 - (Math.Abs(MelScale.Mel((double)bin * options.Rate / options.TransformSize) - centre) / step)))
                .Where(bin => bin.Weight > 0)
                .ToArray();
            if (bins.Length == 0)
            {
                throw new DistillException(
                    $"Filter {filter + 1} of {options.Filters} holds no frequency of the {options.TransformSize}-point transform. Take fewer filters or a longer window.");
            }

            firstBins[filter] = bins[0].Bin;
            weights[filter] = [.. bins.Select(bin => (float)bin.Weight)];
        }
    }

    /// <summary>Logarithms of the filters' energies, for as many frames at once as there are lanes.</summary>
    /// <param name="power">[bins], each of all lanes.</param>
    /// <param name="logarithms">[filters], each of all lanes.</param>
    public void Apply(ReadOnlySpan<Vector<float>> power, Span<Vector<float>> logarithms)
    {
        for (var filter = 0; filter < weights.Length; filter++)
        {
            var sum = Vector<float>.Zero;
            var bins = power[firstBins[filter]..];
            var row = weights[filter];
            for (var i = 0; i < row.Length; i++)
            {
                sum += row[i] * bins[i];
            }

            logarithms[filter] = Vector.Log(Vector.Max(sum, new Vector<float>(floor)));
        }
    }
}
