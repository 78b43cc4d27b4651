using System.Text.Json;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Sets;
using Distill.Files;
using Distill.Runs;

namespace Distill.Images;

/// <summary>
/// Opens folders and zip, tar or tar.gz archives of images. Images are decoded once, on all cores, into a
/// file of the cache, which later starts map into memory. Nothing is unpacked to paths that an archive names.
/// </summary>
public sealed class ImageReader : IImageReader
{
    // The version counts with the decoding rules: change it with them.
    private const string Version = "images 2";
    private const int LongestSide = 4096;

    private readonly string cacheFolder;

    /// <summary>Keeps decoded images below <paramref name="cacheFolder"/>, by default <see cref="CacheFolder.Default"/>.</summary>
    public ImageReader(string? cacheFolder = null) => this.cacheFolder = cacheFolder ?? CacheFolder.Default();

    /// <inheritdoc/>
    public IExampleSource Open(
        string path, ImageOptions options, string name, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(name);
        Check(options);
        var files = FileSet.Open(path, ArchiveNames.Of(options.ArchiveNames));
        var decoded = Decoded(files, JsonSerializer.Serialize(options));
        return DecodedFile.TryOpen(decoded, name)
            ?? new ImageDecoding(files, path, options, cacheFolder, progress, cancellationToken).Open([new(ImagePlanner.Plan(files, options, path), name, decoded)])[0];
    }

    /// <summary>Opens the training and the test part of a set that is looked at as one.</summary>
    /// <param name="files">The set.</param>
    /// <param name="path">Its path.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="plans">The plans of its parts.</param>
    /// <param name="names">What to call them.</param>
    /// <param name="progress">Told of decoding; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal IReadOnlyList<DecodedSource> Open(
        IFileSet files, string path, DataOptions options, IReadOnlyList<ImagePlan> plans, IReadOnlyList<string> names,
        IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var pixels = new ImageOptions
        {
            Resize = options.Resize,
            Color = options.Color,
            Fit = options.Fit,
            Background = options.Background ?? new ImageOptions().Background,
            SkipDamaged = options.SkipDamaged,
        };
        Check(pixels);
        var key = JsonSerializer.Serialize(options);
        return new ImageDecoding(files, path, pixels, cacheFolder, progress, cancellationToken)
            .Open([.. plans.Select((plan, i) => new PlannedPart(plan, names[i], Decoded(files, $"{i} of {plans.Count}: {key}")))]);
    }

    private string Decoded(IFileSet files, string key) =>
        Path.Combine(cacheFolder, "decoded", Fingerprint.Of(Version, files.Identity, key).Value);

    private static void Check(ImageOptions options)
    {
        if (options.Resize is { } size && (size.Width is < 1 or > LongestSide || size.Height is < 1 or > LongestSide))
        {
            throw new DistillException($"Images can be scaled to 1×1 up to {LongestSide}×{LongestSide} pixels, not {size}.");
        }

        if (options.Fit != ImageFit.Stretch && options.Resize is null)
        {
            throw new DistillException("Fit would change nothing without a size to scale images to (Resize). Give the size, or leave Fit out.", DataRemedy.Fit, DataRemedy.Resize);
        }

        if (options.ClassDepth is < 1 or > 100)
        {
            throw new DistillException($"ClassDepth is {options.ClassDepth}; expected 1 for the first folder, 2 for the second, and so on.", DataRemedy.ClassDepth);
        }

        ImageBackground.Parse(options.Background);
    }
}
