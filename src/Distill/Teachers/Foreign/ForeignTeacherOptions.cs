using System.Globalization;
using Distill.Data;
using Distill.Models;
using Distill.Runs;

namespace Distill.Teachers.Foreign;

/// <summary>
/// What a model of another toolkit needs and its file may not say: its own view of an example, which output to take, and
/// how its classes meet those of the data. Everything left out is taken from the file.
/// </summary>
public sealed record ForeignTeacherOptions
{
    private const int LargestSide = 1 << 14;

    /// <summary>
    /// The size that images are scaled to for the teacher, bilinearly, with antialiasing where they shrink. Null: the
    /// model's own size where it is fixed, else the images as they are.
    /// </summary>
    public ImageSize? Size { get; init; }

    /// <summary>
    /// A known pair of <see cref="Mean"/> and <see cref="StandardDeviation"/> in place of both: imagenet, clip, or half,
    /// which is 0.5 for each and makes pixels −1 to 1.
    /// </summary>
    public string? Preset { get; init; }

    /// <summary>
    /// Taken off every number: one for each channel (or feature), or one for all; in units where a white pixel is 1. Null
    /// means 0.
    /// </summary>
    public IReadOnlyList<double>? Mean { get; init; }

    /// <summary>Then divides it; as many numbers, each greater than 0. Null means 1.</summary>
    public IReadOnlyList<double>? StandardDeviation { get; init; }

    /// <summary>
    /// unit or byte: with byte, what mean and standard deviation leave is multiplied by 255. Null: byte for a model that
    /// takes bytes, else unit.
    /// </summary>
    public PixelRange? Range { get; init; }

    /// <summary>
    /// rgb or bgr: the order in which a model takes the colour channels, whatever the layout. Mean and standard deviation
    /// are in the order red, green, blue all the same. Null: rgb.
    /// </summary>
    public ColorOrder? ColorOrder { get; init; }

    /// <summary>nchw, nhwc or flat; null finds it from the shape of the model's input.</summary>
    public InputLayout? Layout { get; init; }

    /// <summary>The name of the output to take, where the model has several; of a TorchScript tuple, its place from 0.</summary>
    public string? Output { get; init; }

    /// <summary>
    /// logits, probabilities or logProbabilities; null finds it out, and refuses where the numbers may be either. Probabilities
    /// that do not sum to one are scaled, so a percentage and the sigmoid of each class count as probabilities too.
    /// </summary>
    public OutputKind? OutputKind { get; init; }

    /// <summary>
    /// A file that says which of the teacher's classes stand for the data's: a JSON object from the data's class to the
    /// teacher's name or number (or a list of several, whose probabilities are added), or the teacher's labels in their
    /// order, one a line, from which the data's classes are then picked by name.
    /// </summary>
    public string? ClassMap { get; init; }

    /// <summary>What computes an ONNX model: cpu, or another provider of the ONNX Runtime in use, such as cuda.</summary>
    public string Provider { get; init; } = "cpu";

    /// <summary>What is out of range, one sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Size is { } size && (size.Width is < 1 or > LargestSide || size.Height is < 1 or > LargestSide))
        {
            yield return $"size is {size}; expected sides of 1 to {LargestSide}";
        }

        if (Preset is not null && (Mean is not null || StandardDeviation is not null))
        {
            yield return $"preset '{Preset}' stands for mean and standardDeviation; leave it or them out";
        }

        if (Preset is not null && !KnownNormalisations.All.ContainsKey(Preset))
        {
            yield return $"preset is '{Preset}'; expected {string.Join(", ", KnownNormalisations.All.Keys)}."
                + NearMiss.Question(Preset, KnownNormalisations.All.Keys);
        }

        if (Mean is { } mean && (mean.Count == 0 || !mean.All(double.IsFinite)))
        {
            yield return $"mean is [{List(mean)}]; expected finite numbers, one or one for each channel";
        }

        if (StandardDeviation is { } deviation && (deviation.Count == 0 || !deviation.All(d => double.IsFinite(d) && d > 0)))
        {
            yield return $"standardDeviation is [{List(deviation)}]; expected numbers above 0, one or one for each channel";
        }

        if (Mean is { Count: > 1 } means && StandardDeviation is { Count: > 1 } deviations && means.Count != deviations.Count)
        {
            yield return $"mean has {means.Count} numbers and standardDeviation {deviations.Count}; expected as many, or one";
        }
    }

    /// <summary>Mean and deviation as one, with as many numbers each.</summary>
    internal Normalisation Normalisation()
    {
        if (Preset is not null)
        {
            return KnownNormalisations.All[Preset];
        }

        var (mean, deviation) = (Mean ?? [0], StandardDeviation ?? [1]);
        var count = Math.Max(mean.Count, deviation.Count);
        return new Normalisation(Spread(mean, count), Spread(deviation, count));
    }

    /// <exception cref="DistillException">Something is out of range; the message lists everything that is.</exception>
    internal void ThrowIfInvalid(string teacher)
    {
        string[] problems = [.. Problems()];
        if (problems.Length > 0)
        {
            throw new DistillException($"The options for the teacher {teacher}: {string.Join("; ", problems)}.");
        }
    }

    private static IReadOnlyList<double> Spread(IReadOnlyList<double> numbers, int count) =>
        numbers.Count == count ? numbers : [.. Enumerable.Repeat(numbers[0], count)];

    private static string List(IEnumerable<double> numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
