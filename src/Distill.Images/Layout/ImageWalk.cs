using System.Collections.Concurrent;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Reads images of a folder or archive one after the other and works on them on all cores.</summary>
/// <param name="files">The folder or archive.</param>
/// <param name="problems">Told of images that cannot be read.</param>
internal sealed class ImageWalk(IFileSet files, ImageProblems problems)
{
    private const int LargestImageFile = 1 << 27;
    private const long MostPixels = 1L << 29;

    private readonly MemoryBudget budget = new(MostPixels);

    /// <summary>Works on each image; one that is damaged is noted among the problems.</summary>
    /// <param name="rows">The images and their rows; others are passed.</param>
    /// <param name="resize">The size that they are to be scaled to, or null.</param>
    /// <param name="work">Gets the image, its name and its row.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many of the images were there, damaged ones included.</returns>
    /// <exception cref="DistillException">The archive itself is damaged.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public int Each(IReadOnlyDictionary<string, int> rows, Data.ImageSize? resize, Action<EncodedImage, string, int> work, CancellationToken cancellationToken)
    {
        var found = 0;
        var images = Partitioner.Create(Encoded(rows), EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(images, new ParallelOptions { CancellationToken = cancellationToken }, image =>
            {
                Interlocked.Increment(ref found);
                try
                {
                    if (image.Bytes is { } bytes)
                    {
                        using var opened = new EncodedImage(bytes, resize);
                        // Turned and scaled copies come beside the pixels.
                        budget.With(3 * opened.Header.Memory, () =>
                        {
                            work(opened, image.Name, image.Row);
                            return true;
                        });
                    }
                }
                catch (DistillException error) when (!error.IsWorkFailure)
                {
                    problems.Add(image.Name, error.Message);
                }
            });
            return found;
        }
        catch (AggregateException error) when (First<DistillException>(error) is { } mistake)
        {
            throw mistake;
        }
        catch (AggregateException error) when (First<IOException>(error) is { } failure)
        {
            throw failure;
        }
    }

    private static T? First<T>(AggregateException error)
        where T : Exception => error.Flatten().InnerExceptions.OfType<T>().FirstOrDefault();

    private IEnumerable<(string Name, byte[]? Bytes, int Row)> Encoded(IReadOnlyDictionary<string, int> rows)
    {
        foreach (var image in files.Walk())
        {
            if (rows.TryGetValue(image.Name, out var row))
            {
                yield return (image.Name, Read(image), row);
            }
        }
    }

    private byte[]? Read(FileEntry image)
    {
        try
        {
            return image.Read(LargestImageFile);
        }
        catch (DistillException error) when (!error.IsWorkFailure)
        {
            problems.Add(image.Name, $"cannot be read ({error.Message})");
            return null;
        }
    }
}
