using Distill.Data;
using Distill.Runs;
using Distill.Speech.Recordings;

namespace Distill.Speech.Keywords;

/// <summary>
/// Clips of single words as images of log mel-filterbank coefficients, float32: 1 × frames × coefficients, time from top to
/// bottom. A longer clip is cut to its loudest stretch, a shorter one is put into the middle. Each coefficient of a clip has mean
/// 0 and variance 1 over the clip's frames; frames before and after a short clip are 0. The classes are the words.
/// </summary>
public sealed class KeywordSource : IExampleSource, IExampleNames
{
    private readonly ArraySource images;

    /// <summary>Reads clips and makes their images; the sounds are not kept.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="clips">The clips, of any rate and length, in the order of the rows. A word of −1 is unknown.</param>
    /// <param name="words">What the clips' word numbers mean.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="DistillException">An option is out of range, or a clip is damaged or shorter than one window.</exception>
    /// <exception cref="ArgumentException">A clip's word is not among the words.</exception>
    public KeywordSource(string name, IEnumerable<Clip> clips, IReadOnlyList<string> words, KeywordOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var maker = new KeywordImages(options ?? new());
        (images, Recordings) = Of(name, maker.Shape, clips.Select(clip => (clip.Recording, maker.Of(clip))), words);
    }

    /// <summary>Of images that were made already.</summary>
    internal KeywordSource(string name, ExampleShape shape, IEnumerable<(Recording Recording, float[] Image)> made, IReadOnlyList<string> words) =>
        (images, Recordings) = Of(name, shape, made, words);

    /// <summary>The recording of each row.</summary>
    public IReadOnlyList<Recording> Recordings { get; }

    /// <inheritdoc/>
    public string Name => images.Name;

    /// <summary>1 × frames × coefficients; 1×98×40 by default.</summary>
    public ExampleShape Shape => images.Shape;

    /// <summary>Real numbers.</summary>
    public ElementType ElementType => images.ElementType;

    /// <inheritdoc/>
    public int Count => images.Count;

    /// <summary>The words.</summary>
    public IReadOnlyList<string> ClassNames => images.ClassNames;

    /// <inheritdoc/>
    public Fingerprint Fingerprint => images.Fingerprint;

    /// <summary>The shape of every example that these options give.</summary>
    /// <exception cref="DistillException">An option is out of range.</exception>
    public static ExampleShape ShapeFor(KeywordOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new KeywordImages(options).Shape;
    }

    /// <summary>The recording's path within the set.</summary>
    public string NameOf(long row) => Recordings[(int)row].Name;

    /// <inheritdoc/>
    public void CopyExamples(ReadOnlySpan<long> rows, Span<byte> destination) => images.CopyExamples(rows, destination);

    /// <inheritdoc/>
    public void CopyLabels(ReadOnlySpan<long> rows, Span<long> destination) => images.CopyLabels(rows, destination);

    private static (ArraySource Images, IReadOnlyList<Recording> Recordings) Of(
        string name, ExampleShape shape, IEnumerable<(Recording Recording, float[] Image)> made, IReadOnlyList<string> words)
    {
        var all = made.ToList();
        var values = new float[checked(all.Count * shape.Size)];
        for (var row = 0; row < all.Count; row++)
        {
            all[row].Image.CopyTo(values, row * shape.Size);
        }

        return (new ArraySource(name, shape, values, [.. all.Select(one => one.Recording.Word)], words), [.. all.Select(one => one.Recording)]);
    }
}
