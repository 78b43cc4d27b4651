using Distill.Runs;

namespace Hinton2015.Specialists;

/// <summary>
/// The images of a source, smoothed a little: each pixel becomes (1 − 2a) of itself and a of each neighbour, along rows and then along
/// columns. A pixel at the edge is its own neighbour.
/// </summary>
internal sealed class SmoothedSource : IExampleSource
{
    private readonly IExampleSource source;
    private readonly double weight;

    /// <param name="source">Images of pixels.</param>
    /// <param name="weight">a, 0 to 0.25; 0 leaves the images as they are.</param>
    public SmoothedSource(IExampleSource source, double weight)
    {
        (this.source, this.weight) = (source, weight);
        Name = FormattableString.Invariant($"{source.Name}, smoothed by {weight}");
        using var builder = new FingerprintBuilder();
        Fingerprint = builder.Add("smoothed").Add(source.Fingerprint.Value).Add(BitConverter.DoubleToInt64Bits(weight)).Build();
    }

    public string Name { get; }

    public ExampleShape Shape => source.Shape;

    public ElementType ElementType => source.ElementType;

    public int Count => source.Count;

    public IReadOnlyList<string> ClassNames => source.ClassNames;

    public Fingerprint Fingerprint { get; }

    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        source.CopyExamples(rows, destination);
        var (height, width) = (Shape.Height, Shape.Width);
        var (plane, between) = (height * width, new double[height * width]);
        for (var start = 0; start < destination.Length; start += plane)
        {
            var pixels = destination.Slice(start, plane);
            for (var i = 0; i < plane; i++)
            {
                var (left, right) = (i % width == 0 ? i : i - 1, i % width == width - 1 ? i : i + 1);
                between[i] = ((1 - (2 * weight)) * pixels[i]) + (weight * (pixels[left] + pixels[right]));
            }

            for (var i = 0; i < plane; i++)
            {
                var (above, below) = (i < width ? i : i - width, i >= plane - width ? i : i + width);
                pixels[i] = (byte)Math.Round(((1 - (2 * weight)) * between[i]) + (weight * (between[above] + between[below])), MidpointRounding.AwayFromZero);
            }
        }
    }

    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => source.CopyLabels(rows, destination);
}
