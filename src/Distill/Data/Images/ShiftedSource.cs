using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Every image of a source at every shift of up to n pixels along each axis, each a row of its own: the jitter of section
/// 3 of the paper, made finite. A teacher's answers for the shifted images can then be stored, and a student that learns
/// from them sees the same view as the teacher did. An epoch over it holds (2n + 1)² views of each image.
/// Row s·count + r is row r of the source at shift s, and the shift in the middle, s = ((2n + 1)² − 1)/2, is none. With
/// mirroring as many views follow, each mirrored left to right before it is shifted.
/// </summary>
public sealed class ShiftedSource : IExampleSource
{
    private readonly IExampleSource source;
    private readonly int shift;
    private readonly AugmentationFill fill;
    private readonly bool mirror;

    /// <summary>Shifts the images of a source as they are read.</summary>
    /// <param name="source">Images of pixels.</param>
    /// <param name="shift">n: the most pixels along each axis, 0 or more, less than the images' sides.</param>
    /// <param name="fill">What the moved image leaves behind.</param>
    /// <param name="mirror">Whether each view comes mirrored too.</param>
    /// <exception cref="DistillException">The examples are not images, too small for the shift, or too many to number.</exception>
    public ShiftedSource(IExampleSource source, int shift, AugmentationFill fill = AugmentationFill.Zero, bool mirror = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        // The augmenter knows what can be shifted, and says what cannot.
        _ = new Augmenter(new Augmentation { Shift = shift, Fill = fill, Flip = mirror }, source.Shape, source.ElementType, seed: 0);
        (this.source, this.shift, this.fill, this.mirror) = (source, shift, fill, mirror);
        var rows = (long)Views * source.Count;
        Count = rows <= Array.MaxLength
            ? (int)rows
            : throw new DistillException($"{source.Name} has {source.Count:N0} images; {Views} views of each are too many to number. Shift by fewer pixels, or take fewer images.");
        Name = $"{source.Name}, shifted by up to {shift}{(mirror ? " and mirrored" : "")}";
        using var builder = new FingerprintBuilder();
        builder.Add(mirror ? "shifted and mirrored" : "shifted");
        Fingerprint = builder.Add(source.Fingerprint.Value).Add(shift).Add((int)fill).Build();
    }

    /// <summary>How many rows each image has: (2n + 1)², and twice as many with mirroring.</summary>
    public int Views => (mirror ? 2 : 1) * Shifts;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ExampleShape Shape => source.Shape;

    /// <inheritdoc/>
    public ElementType ElementType => source.ElementType;

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames => source.ClassNames;

    /// <summary>Made from the source's fingerprint and the shift, so that no image is read for it.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination)
    {
        var bytes = RowCheck.Room(this, rows, destination);
        source.CopyExamples(SourceRows(rows), destination);
        var side = (2 * shift) + 1;
        for (var i = 0; i < rows.Length; i++)
        {
            var view = (int)(rows[i] / source.Count);
            var image = destination.Slice(i * bytes, bytes);
            if (view >= Shifts)
            {
                ImageMirror.Apply(image, Shape);
                view -= Shifts;
            }

            ImageShift.Apply(image, Shape, (view / side) - shift, (view % side) - shift, fill);
        }
    }

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination)
    {
        RowCheck.LabelRoom(rows, destination);
        source.CopyLabels(SourceRows(rows), destination);
    }

    private int Shifts => ((2 * shift) + 1) * ((2 * shift) + 1);

    private long[] SourceRows(ReadOnlySpan<long> rows)
    {
        var found = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            RowCheck.Row(this, rows[i]);
            found[i] = rows[i] % source.Count;
        }

        return found;
    }
}
