using System.Collections.Concurrent;
using System.Text.Json;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Images;

/// <summary>
/// Opens folders and zip, tar or tar.gz archives of PNG and JPEG images. Images are decoded once, on all cores, into a
/// file of the cache, which later starts map into memory. Nothing is unpacked to paths that an archive names.
/// </summary>
public sealed class ImageReader : IImageReader
{
    private const int LargestImageFile = 1 << 26;

    private readonly string cacheFolder;

    /// <summary>Keeps decoded images below <paramref name="cacheFolder"/>, by default <see cref="CacheFolder.Default"/>.</summary>
    public ImageReader(string? cacheFolder = null) => this.cacheFolder = cacheFolder ?? CacheFolder.Default();

    /// <inheritdoc/>
    public IExampleSource Open(
        string path, ImageOptions options, string name, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(name);
        if (options.Resize is { } size && (size.Width is < 1 or > 4096 || size.Height is < 1 or > 4096))
        {
            throw new DistillException($"Images can be scaled to 1×1 up to 4096×4096 pixels, not {size}.");
        }

        var files = FileSet.Open(path);
        // The version counts with the decoding rules: change it with them.
        var key = Fingerprint.Of("images 1", files.Identity, JsonSerializer.Serialize(options)).Value;
        var decoded = Path.Combine(cacheFolder, "decoded", key);
        return DecodedFile.TryOpen(decoded, name)
            ?? Decode(files, path, options, name, decoded, progress, cancellation);
    }

    private DecodedSource Decode(
        IFileSet files, string path, ImageOptions options, string name, string decoded,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var plan = ImagePlanner.Plan(files, options, path);
        var decoder = new ImageDecoder(options.Color, options.Resize, path);
        MakeCache(Path.GetDirectoryName(decoded)!);
        try
        {
            AtomicFile.Write(decoded, stream =>
            {
                var file = (FileStream)stream;
                if (DecodeAll(files, plan, decoder, file, name, progress, cancellation) < plan.Labels.Length)
                {
                    throw new DistillException($"{path} changed while it was read. Try again.");
                }

                DecodedFile.Finish(file, new(
                    decoder.Shape.Channels, decoder.Shape.Height, decoder.Shape.Width, plan.Labels, plan.ClassNames, ""));
            });
        }
        catch (WorkFailedException error)
        {
            throw new WorkFailedException(
                $"{path} cannot be decoded into the cache at {cacheFolder}: {error.Message} Name another folder in DISTILL_CACHE.", error);
        }

        return DecodedFile.TryOpen(decoded, name)
            ?? throw new DistillException($"The decoded images at {decoded} do not read back as written. Check the disk.");
    }

    private void MakeCache(string folder)
    {
        try
        {
            OutputPath.RequireFolder(folder);
        }
        catch (DistillException error) when (error is not WorkFailedException)
        {
            throw new DistillException($"The cache at {cacheFolder} cannot be used: {error.Message} Name another folder in DISTILL_CACHE.", error);
        }

        AtomicFile.RemoveLeftovers(folder);
    }

    private int DecodeAll(
        IFileSet files, ImagePlan plan, ImageDecoder decoder, FileStream file, string name,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var handle = file.SafeFileHandle;
        var done = 0;
        var images = Partitioner.Create(Encoded(files, plan, decoder), EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(images, new ParallelOptions { CancellationToken = cancellation }, image =>
            {
                var pixels = decoder.Decode(image.Name, image.Bytes);
                RandomAccess.Write(handle, pixels, (long)image.Row * pixels.Length);
                var now = Interlocked.Increment(ref done);
                if (now % 1024 == 0 || now == plan.Labels.Length)
                {
                    progress?.Report(new($"decoding {name}", now, plan.Labels.Length, "images"));
                }
            });
            return done;
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

    private IEnumerable<(string Name, byte[] Bytes, int Row)> Encoded(IFileSet files, ImagePlan plan, ImageDecoder decoder)
    {
        var first = true;
        foreach (var image in files.Walk())
        {
            if (plan.Rows.TryGetValue(image.Name, out var row))
            {
                var bytes = image.Read(LargestImageFile);
                if (first)
                {
                    decoder.Begin(image.Name, bytes);
                    DemandSpace((long)decoder.Shape.Size * plan.Labels.Length);
                    first = false;
                }

                yield return (image.Name, bytes, row);
            }
        }
    }

    private void DemandSpace(long needed)
    {
        var free = new DriveInfo(Path.GetFullPath(cacheFolder)).AvailableFreeSpace;
        if (needed > free)
        {
            throw new DistillException(
                $"Decoded, the images take {needed >> 20} MiB, but {cacheFolder} has {free >> 20} MiB free. Scale them down, or " +
                "name another folder in DISTILL_CACHE.");
        }
    }
}
