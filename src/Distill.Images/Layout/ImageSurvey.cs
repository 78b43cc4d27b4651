using System.Collections.Concurrent;
using System.Globalization;
using Distill.Data;
using Distill.Runs;

namespace Distill.Images;

/// <summary>Looks at the images of all parts before any is decoded to its place: one size, one kind of ink, one scale of grey.</summary>
/// <param name="options">Size and colour.</param>
/// <param name="where">The data, for messages.</param>
internal sealed class ImageSurvey(ImageOptions options, string where)
{
    // From here on the upper 8 of 16 bits hold what there is.
    private const int Full = 1 << 15;
    private const int MostTold = 4;
    private const int Told = 1024;

    private readonly ConcurrentDictionary<ImageSize, Tally> sizes = new();
    private readonly Tally grey = new();
    private readonly Tally color = new();
    private readonly ConcurrentBag<string> byPixels = [];
    private volatile bool inkFound;
    private readonly Tally wide = new();
    private readonly Lock gate = new();
    private int largest;

    /// <summary>Looks at all images.</summary>
    /// <param name="walk">Reads them.</param>
    /// <param name="rows">Their names.</param>
    /// <param name="problems">Told of those that cannot be read.</param>
    /// <param name="progress">Told of it; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DistillException">Their sizes differ and none is given, or none can be read.</exception>
    public (SurveyedImages Images, IReadOnlyList<string> Warnings) Of(
        ImageWalk walk, IReadOnlyDictionary<string, int> rows, ImageProblems problems, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        var looked = 0;
        walk.Each(
            rows,
            options.Resize,
            (image, name, _) =>
            {
                Look(image, name);
                var now = Interlocked.Increment(ref looked);
                if (now % Told == 0)
                {
                    progress?.Report(new($"looking at {where}", now, rows.Count, "images"));
                }
            },
            cancellationToken);
        if (sizes.IsEmpty)
        {
            throw problems.Error(where);
        }

        var isGrey = options.Color == ImageColor.Grey || (options.Color == ImageColor.Auto && AreGrey(walk, rows, cancellationToken));
        var white = largest > 0 && largest < Full ? largest : (int?)null;
        return (new(Size(), isGrey, white), [.. Warnings(isGrey, white)]);
    }

    private void Look(EncodedImage image, string name)
    {
        var header = image.Header;
        sizes.GetOrAdd(header.Size, _ => new()).Add(name);
        if (header.Ink == StoredInk.ByPixels)
        {
            byPixels.Add(name);
        }
        else
        {
            (header.Ink == StoredInk.Grey ? grey : color).Add(name);
        }

        if (header.IsWide)
        {
            wide.Add(name);
            if (Volatile.Read(ref largest) < Full)
            {
                var value = image.LargestValue();
                lock (gate)
                {
                    largest = Math.Max(largest, value);
                }
            }
        }
    }

    private ImageSize Size()
    {
        if (options.Resize is { } wanted)
        {
            return wanted;
        }

        var known = sizes.OrderByDescending(size => size.Value.Count).ThenBy(size => size.Value.First, StringComparer.Ordinal).ToList();
        return known.Count == 1 ? known[0].Key : throw new DistillException(
            $"{where}: images have {known.Count} sizes: {string.Join("; ", known.Take(MostTold).Select(size => $"{size.Value.Count} of {size.Key} pixels (first {size.Value.First})"))}" +
            $"{(known.Count > MostTold ? "; …" : "")}. Give a size to scale all images to (Resize).", DataRemedy.Resize);
    }

    // Palettes and kinds without grey are looked at until one has a colour.
    private bool AreGrey(ImageWalk walk, IReadOnlyDictionary<string, int> rows, CancellationToken cancellationToken)
    {
        inkFound = color.Count > 0;
        if (!inkFound && !byPixels.IsEmpty)
        {
            var background = ImageBackground.Parse(options.Background);
            var unsure = byPixels.ToDictionary(name => name, name => rows[name], StringComparer.Ordinal);
            walk.Each(
                unsure,
                options.Resize,
                (image, _, _) =>
                {
                    if (!inkFound)
                    {
                        var pixels = image.Decode(background, null, out var channels);
                        inkFound = inkFound || !IsGrey(pixels, channels);
                    }
                },
                cancellationToken);
        }

        return !inkFound;
    }

    private static bool IsGrey(byte[] pixels, int channels)
    {
        for (var i = 0; channels == 4 && i < pixels.Length; i += 4)
        {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<string> Warnings(bool isGrey, int? white)
    {
        if (options.Color == ImageColor.Auto && !isGrey && grey.Count > 0)
        {
            yield return $"{grey.Count} images are stored grey, the first {grey.First}, and others are in colour{(color.Count > 0 ? $", the first {color.First}" : "")}: " +
                "all are read with three channels, which are equal in grey ones.";
        }

        if (white is { } most)
        {
            var bits = (int)Math.Log2(most) + 1;
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{wide.Count} grey images have 16 bits a pixel, and the largest value of all is {most}, of {bits} bits: {most} becomes 255 and all others in proportion. An application has to scale its images in the same way.");
        }
    }

    private sealed class Tally
    {
        private readonly Lock gate = new();
        private string? first;
        private int count;

        public int Count => Volatile.Read(ref count);

        public string First => first!;

        public void Add(string name)
        {
            lock (gate)
            {
                count++;
                first = first is null || string.CompareOrdinal(name, first) < 0 ? name : first;
            }
        }
    }
}
