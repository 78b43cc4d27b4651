using Distill.Runs;

namespace Distill.Data;

/// <summary>
/// Varies batches of images in place. What happens to an example depends on (seed, epoch, place in the epoch) alone:
/// not on threads, and not on how the epoch is cut into batches.
/// </summary>
internal sealed class Augmenter
{
    private const long Purpose = 0x6175676D656E74;

    private readonly Augmentation options;
    private readonly ExampleShape shape;
    private readonly SeededRandom root;
    private readonly int reach;

    /// <summary>Checks the options against the images that they are for.</summary>
    /// <exception cref="DistillException">The options are wrong, or the examples are not images of pixels, or too small.</exception>
    public Augmenter(Augmentation options, ExampleShape shape, ElementType type, long seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shape);
        var problems = options.Problems().ToList();
        reach = Math.Max(options.Shift, options.CropPadding);
        if (!options.IsIdentity && (shape.IsFeatures || type != ElementType.Pixel))
        {
            problems.Add($"the examples are {shape}, not images; leave augmentation out.");
        }
        else if (!options.IsIdentity && reach >= Math.Min(shape.Height, shape.Width))
        {
            problems.Add($"images of {shape} cannot move by {reach} pixels; stay below {Math.Min(shape.Height, shape.Width)}.");
        }

        if (problems.Count > 0)
        {
            throw new DistillException("Augmentation: " + string.Join(" Also: ", problems));
        }

        this.options = options;
        this.shape = shape;
        root = new SeededRandom(Purpose, seed);
    }

    /// <summary>How an example is varied: moved down and right by so many pixels (up and left if negative), after mirroring.</summary>
    public readonly record struct Move(int Down, int Right, bool Mirror);

    /// <summary>What happens to the example at a place (from 0) of an epoch (from 0).</summary>
    public Move MoveOf(int epoch, long place) => Draw(root.Fork(epoch).Fork(place));

    /// <summary>Varies the images in place.</summary>
    /// <param name="pixels">Images one after another, each channels × height × width.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstOfEpoch">How many examples of this epoch came before these.</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> does not hold whole images.</exception>
    public void Apply(Span<byte> pixels, int epoch, long firstOfEpoch)
    {
        if (pixels.Length % shape.Size != 0)
        {
            throw new ArgumentException($"{pixels.Length} bytes are not whole images of {shape}.", nameof(pixels));
        }

        if (options.IsIdentity)
        {
            return;
        }

        var random = root.Fork(epoch);
        for (var place = firstOfEpoch; pixels.Length > 0; place++, pixels = pixels[shape.Size..])
        {
            Apply(pixels[..shape.Size], Draw(random.Fork(place)));
        }
    }

    private Move Draw(SeededRandom random)
    {
        var down = reach > 0 ? random.Below(2 * reach + 1) - reach : 0;
        var right = reach > 0 ? random.Below(2 * reach + 1) - reach : 0;
        return new(down, right, options.Flip && random.Below(2) == 1);
    }

    private void Apply(Span<byte> image, Move move)
    {
        if (move.Mirror)
        {
            ImageMirror.Apply(image, shape);
        }

        ImageShift.Apply(image, shape, move.Down, move.Right, options.Fill);
    }
}
