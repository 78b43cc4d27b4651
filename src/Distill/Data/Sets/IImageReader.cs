using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>
/// Decodes sets of image files. Distill.NET itself carries no decoder: the package Distill.NET.Images has one, and
/// whoever opens such sets hands it over.
/// </summary>
public interface IImageReader
{
    /// <summary>Opens a folder or a zip, tar or tar.gz archive of images.</summary>
    /// <param name="path">The folder or the archive.</param>
    /// <param name="options">Which images, their labels, and how to decode them.</param>
    /// <param name="name">What to call the set.</param>
    /// <param name="progress">Where to report decoding, or null.</param>
    /// <param name="cancellationToken">Stops decoding.</param>
    /// <exception cref="DistillException">Something is missing, damaged or of another kind.</exception>
    IExampleSource Open(
        string path, ImageOptions options, string name, IProgress<WorkProgress>? progress, CancellationToken cancellationToken);
}
