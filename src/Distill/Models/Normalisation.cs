using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// What a model does to raw inputs before its first layer: (x − mean) / standard deviation, where a byte of 255 counts
/// as 1. It belongs to the model and is kept in its file.
/// </summary>
/// <param name="Mean">One number a channel (or a feature), or a single one for all.</param>
/// <param name="StandardDeviation">As many numbers, each greater than 0.</param>
public sealed record Normalisation(IReadOnlyList<double> Mean, IReadOnlyList<double> StandardDeviation)
{
    /// <summary>Bytes to 0..1, real numbers as they are.</summary>
    public static Normalisation None { get; } = new([0], [1]);

    /// <summary>What is out of range for examples of <paramref name="channels"/> channels, one sentence each.</summary>
    public IEnumerable<string> Problems(int channels) => new ProblemList
    {
        { Mean.Count != StandardDeviation.Count || (Mean.Count != 1 && Mean.Count != channels), $"normalisation has {Mean.Count} means and {StandardDeviation.Count} deviations; expected 1 or {channels} of each" },
        { !Mean.All(double.IsFinite) || !StandardDeviation.All(deviation => double.IsFinite(deviation) && deviation > 0), "normalisation holds a mean that is not finite, or a deviation that is not greater than 0" },
    };

    /// <summary>Normalises raw inputs.</summary>
    /// <param name="raw">[batch, channels, height, width] uint8 or float32, or [batch, features] float32.</param>
    /// <param name="type">The type of the result.</param>
    /// <returns>The same shape; the caller disposes it.</returns>
    public Tensor Apply(Tensor raw, ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var planes = (int)(raw.shape[0] * (Mean.Count == 1 ? 1 : raw.shape[1]));
        if (PixelNormalisation.Serves(raw, planes))
        {
            return PixelNormalisation.Apply(raw, planes, Factors(1 / 255.0), Shifts(), type);
        }

        var scale = raw.dtype == ScalarType.Byte ? 1 / 255.0 : 1;
        // A copy in any case: what follows works in place, and the batch is also the teacher's.
        var values = raw.to(ScalarType.Float32, copy: true);
        if (Mean.Count == 1)
        {
            values.MultiplyBy(scale / StandardDeviation[0]).Subtract(Mean[0] / StandardDeviation[0]);
        }
        else
        {
            using var factor = PerChannel(Factors(scale), raw);
            using var shift = PerChannel(Shifts(), raw);
            values.mul_(factor).sub_(shift);
        }

        if (type == ScalarType.Float32)
        {
            return values;
        }

        using (values)
        {
            return values.to(type);
        }
    }

    /// <summary>Equal numbers make equal normalisations.</summary>
    public bool Equals(Normalisation? other) =>
        other is not null && Mean.SequenceEqual(other.Mean) && StandardDeviation.SequenceEqual(other.StandardDeviation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean.Count, Mean.Count > 0 ? Mean[0] : 0);

    private float[] Factors(double scale) => [.. StandardDeviation.Select(deviation => (float)(scale / deviation))];

    private float[] Shifts() => [.. Mean.Zip(StandardDeviation, (mean, deviation) => (float)(mean / deviation))];

    private static Tensor PerChannel(float[] numbers, Tensor raw) =>
        raw.dim() == 4 ? tensor(numbers, [1, numbers.Length, 1, 1], device: raw.device) : tensor(numbers, device: raw.device);
}
