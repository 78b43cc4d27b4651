using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.Data;

/// <summary>Examples in an array of the caller's: the way to bring your own data, and what the readers return.</summary>
public sealed class ArraySource : IExampleSource, INamedFeatures
{
    private readonly byte[] pixels = [];
    private readonly float[] reals = [];
    private readonly int[] labels;
    private readonly Lazy<Fingerprint> fingerprint;
    private readonly IReadOnlyList<string>? featureNames;

    /// <summary>Images.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">
    /// The images one after another, each channels × height × width in row-major order. Kept, not copied: do not write
    /// to it afterwards.
    /// </param>
    /// <param name="labels">A class for each image; −1 where it is unknown. Kept, not copied.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together, or a label has no class.</exception>
    public ArraySource(string name, ExampleShape shape, byte[] pixels, int[] labels, IReadOnlyList<string> classNames)
        : this(name, shape, ElementType.Pixel, pixels?.Length ?? 0, labels, classNames)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        this.pixels = pixels;
    }

    /// <summary>Vectors of features.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="features">All vectors one after another. Kept, not copied: do not write to it afterwards.</param>
    /// <param name="labels">A class for each vector; −1 where it is unknown. Kept, not copied.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <exception cref="ArgumentException">The labels do not divide the features evenly, or a label has no class.</exception>
    public ArraySource(string name, float[] features, int[] labels, IReadOnlyList<string> classNames)
        : this(
            name,
            ExampleShape.Features((features?.Length ?? 0) / Math.Max(1, labels?.Length ?? 0)),
            ElementType.Real,
            features?.Length ?? 0,
            labels!,
            classNames)
    {
        ArgumentNullException.ThrowIfNull(features);
        reals = features;
    }

    /// <summary>Images of real numbers, such as spectra.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="values">
    /// The images one after another, each channels × height × width in row-major order. Kept, not copied: do not write
    /// to it afterwards.
    /// </param>
    /// <param name="labels">A class for each image; −1 where it is unknown. Kept, not copied.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together, or a label has no class.</exception>
    public ArraySource(string name, ExampleShape shape, float[] values, int[] labels, IReadOnlyList<string> classNames)
        : this(name, shape, ElementType.Real, values?.Length ?? 0, labels, classNames)
    {
        ArgumentNullException.ThrowIfNull(values);
        reals = values;
    }

    private ArraySource(
        string name, ExampleShape shape, ElementType type, int numbers, int[] labels, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        if (shape.Size < 1 || (long)shape.Size * labels.Length != numbers)
        {
            throw new ArgumentException(
                $"{labels.Length} labels and examples of {shape} ask for {(long)shape.Size * labels.Length} numbers, " +
                $"but there are {numbers}.");
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < -1 || labels[i] >= classNames.Count)
            {
                throw new ArgumentException(
                    $"Example {i} has label {labels[i]}; it must lie from 0 to {classNames.Count - 1}, or be -1 when unknown.");
            }
        }

        Name = name;
        Shape = shape;
        ElementType = type;
        this.labels = labels;
        ClassNames = classNames;
        fingerprint = new(() => SourceFingerprint.Compute(this));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ExampleShape Shape { get; }

    /// <inheritdoc/>
    public ElementType ElementType { get; }

    /// <inheritdoc/>
    public int Count => labels.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The name of each feature in its order, as the header of a table gives them; null, the default, for none.</summary>
    /// <exception cref="ArgumentException">There are more or fewer names than numbers in an example.</exception>
    public IReadOnlyList<string>? FeatureNames
    {
        get => featureNames;
        init => featureNames = value is null || value.Count == Shape.Size
            ? value
            : throw new ArgumentException($"{value.Count} names for {Shape.Size} features.");
    }

    /// <inheritdoc/>
    public Fingerprint Fingerprint => fingerprint.Value;

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var size = Shape.Size;
        var bytes = RowCheck.Room(this, rows, destination);

        foreach (var row in rows)
        {
            RowCheck.Row(this, row);
            var start = checked((int)(row * size));
            var example = ElementType == ElementType.Pixel
                ? pixels.AsSpan(start, size)
                : MemoryMarshal.AsBytes(reals.AsSpan(start, size));
            example.CopyTo(destination);
            destination = destination[bytes..];
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => RowCheck.CopyLabels(this, labels, rows, destination);
}
