using Distill.Data;
using Distill.Runs;

namespace Hinton2015.Mnist;

/// <summary>
/// Every image of a source, and then mixtures λ·a + (1 − λ)·b of it with another, pixel by pixel: λ is even from 0 to 1, and b is any
/// image. Row m·count + r begins with image r; for m = 0 it is the image itself. A mixture has no label.
/// </summary>
internal sealed class MixedSource : IExampleSource
{
    private readonly IExampleSource source;
    private readonly long seed;

    /// <param name="source">Images of pixels.</param>
    /// <param name="mixtures">How many begin with each image.</param>
    /// <param name="seed">Decides λ and b of every row.</param>
    public MixedSource(IExampleSource source, int mixtures, long seed)
    {
        (this.source, this.seed) = (source, seed);
        Views = mixtures + 1;
        Count = (long)source.Count * Views is var rows and <= int.MaxValue
            ? (int)rows
            : throw new DistillException($"{source.Name} has {source.Count:N0} images; {mixtures} mixtures of each are too many to number. Ask for fewer, or take fewer images.");
        Name = $"{source.Name}, mixed";
        using var builder = new FingerprintBuilder();
        Fingerprint = builder.Add("mixed").Add(source.Fingerprint.Value).Add(mixtures).Add(seed).Build();
    }

    /// <summary>How many rows each image begins: itself and its mixtures.</summary>
    public int Views { get; }

    public string Name { get; }

    public ExampleShape Shape => source.Shape;

    public ElementType ElementType => source.ElementType;

    public int Count { get; }

    public IReadOnlyList<string> ClassNames => source.ClassNames;

    public Fingerprint Fingerprint { get; }

    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var bytes = rows.Length == 0 ? 0 : destination.Length / rows.Length;
        var others = new byte[destination.Length];
        var (firsts, seconds, weights) = Parts(rows);
        source.CopyExamples(firsts, destination);
        source.CopyExamples(seconds, others);
        for (var i = 0; i < destination.Length; i++)
        {
            var weight = weights[i / bytes];
            destination[i] = (byte)Math.Round((weight * destination[i]) + ((1 - weight) * others[i]), MidpointRounding.AwayFromZero);
        }
    }

    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        source.CopyLabels(Parts(rows).First, destination);
        for (var i = 0; i < rows.Length; i++)
        {
            destination[i] = rows[i] < source.Count ? destination[i] : -1;
        }
    }

    private (long[] First, long[] Second, double[] Weight) Parts(ReadOnlySpan<long> rows)
    {
        var (first, second, weight) = (new long[rows.Length], new long[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            var random = new SeededRandom(seed, rows[i]);
            first[i] = rows[i] % source.Count;
            (second[i], weight[i]) = rows[i] < source.Count ? (first[i], 1.0) : ((long)random.Below(source.Count), random.NextDouble());
        }

        return (first, second, weight);
    }
}
