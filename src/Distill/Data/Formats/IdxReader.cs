using System.Buffers.Binary;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>
/// IDX, the format of MNIST: images [n, height, width] or [n, channels, height, width] and labels [n], all unsigned
/// bytes, plain or gzip.
/// </summary>
internal static class IdxReader
{
    private const byte UnsignedByte = 0x08;
    private const byte Int32 = 0x0C;
    private const int MostLabel = ushort.MaxValue;
    private const int MostDimensions = 4;

    /// <summary>Opens a file of images and a file of labels.</summary>
    /// <param name="images">The images' path.</param>
    /// <param name="labels">The labels' path.</param>
    /// <param name="name">What to call the set; by default the images' file name.</param>
    /// <param name="classNames">The names of the classes; by default the numbers from 0 to the greatest label.</param>
    /// <exception cref="DistillException">A file is missing, damaged or of another kind, or the two do not fit together.</exception>
    public static ArraySource Open(
        string images, string labels, string? name = null, IReadOnlyList<string>? classNames = null)
    {
        var numbers = Labels(labels);
        classNames ??= [.. Enumerable.Range(0, numbers.Max() + 1).Select(c => $"{c}")];
        if (numbers.Max() >= classNames.Count)
        {
            throw new DistillException(
                $"{labels} has label {numbers.Max()}, but there are {classNames.Count} classes (0 to {classNames.Count - 1}).");
        }

        return Join(images, labels, numbers, name, classNames);
    }

    /// <summary>Opens a file of images and a file of labels of which only some occur.</summary>
    /// <param name="images">The images' path.</param>
    /// <param name="labels">The labels' path.</param>
    /// <param name="classes">The labels that are classes, in ascending order.</param>
    /// <exception cref="DistillException">A file is missing, damaged or of another kind, or the two do not fit together.</exception>
    internal static ArraySource Open(string images, string labels, List<int> classes) => Join(
        images, labels, Array.ConvertAll(Labels(labels), label => classes.BinarySearch(label)), null, [.. classes.Select(c => $"{c}")]);

    /// <summary>Reads a file of labels: unsigned bytes, or rows of 32-bit integers of which the first is the label, as QMNIST's.</summary>
    /// <exception cref="DistillException">The file is missing, damaged or of another kind.</exception>
    internal static int[] Labels(string path)
    {
        var (type, array) = Reading.Guard(path, () =>
        {
            using var file = Reading.Open(path);
            return Parse(file, path, integers: true);
        });
        var columns = array.Dimensions.Count == 2 && type == Int32 ? array.Dimensions[1] : 1;
        if (array.Dimensions.Count != 1 && !(array.Dimensions.Count == 2 && type == Int32))
        {
            throw new DistillException(
                $"{path} has {array.Dimensions.Count} dimensions; labels have 1. Are images and labels swapped?");
        }

        var numbers = new int[array.Dimensions[0]];
        for (var row = 0; row < numbers.Length; row++)
        {
            numbers[row] = type == Int32 ? BinaryPrimitives.ReadInt32BigEndian(array.Values.AsSpan(4 * row * columns)) : array.Values[row];
            if (numbers[row] is < 0 or > MostLabel)
            {
                throw new DistillException($"{path} has label {numbers[row]} at {row}; labels are numbers from 0 to {MostLabel}.");
            }
        }

        return numbers;
    }

    private static ArraySource Join(string images, string labels, int[] numbers, string? name, IReadOnlyList<string> classNames)
    {
        var pixels = Read(images);
        if (pixels.Dimensions.Count is not (3 or 4))
        {
            throw new DistillException(
                $"{images} has {pixels.Dimensions.Count} dimensions; images have 3 (count, height, width) or 4 (count, " +
                "channels, height, width). Are images and labels swapped?");
        }

        if (pixels.Dimensions[0] != numbers.Length)
        {
            throw new DistillException(
                $"{images} has {pixels.Dimensions[0]} images but {labels} has {numbers.Length} labels. They belong to " +
                "different sets.");
        }

        var shape = pixels.Dimensions.Count == 3
            ? new ExampleShape(1, pixels.Dimensions[1], pixels.Dimensions[2])
            : new ExampleShape(pixels.Dimensions[1], pixels.Dimensions[2], pixels.Dimensions[3]);
        return new ArraySource(name ?? Path.GetFileName(images), shape, pixels.Values, numbers, classNames);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DistillException">The file is missing, damaged or of another kind.</exception>
    public static IdxArray Read(string path) => Reading.Guard(path, () =>
    {
        using var file = Reading.Open(path);
        return Parse(file, path).Array;
    });

    /// <summary>Reads a seekable stream.</summary>
    /// <param name="stream">From its position to its end.</param>
    /// <param name="where">What to call it in messages.</param>
    /// <exception cref="DistillException">The content is damaged or of another kind.</exception>
    public static IdxArray Read(Stream stream, string where) => Reading.Guard(where, () => Parse(stream, where).Array);

    private static (byte Type, IdxArray Array) Parse(Stream file, string where, bool integers = false)
    {
        var stored = file.Length - file.Position;
        var most = GzipSniffer.IsGzip(file) ? stored * GzipSniffer.MostGrowth : stored;
        var content = GzipSniffer.Unpack(file);
        var (type, dimensions) = Header(content, where, integers);

        long length = type == Int32 ? sizeof(int) : 1;
        foreach (var dimension in dimensions)
        {
            if (dimension == 0)
            {
                throw new DistillException($"{where} has a dimension of 0: {string.Join(" × ", dimensions)}. It holds no examples.");
            }

            // Stops at the first product beyond the file, so nothing overflows.
            length = dimension > most / length ? long.MaxValue : length * dimension;
            if (length > most)
            {
                throw DistillException.Damaged(
                    $"{where} claims {string.Join(" × ", dimensions)} bytes, but its {stored} bytes cannot hold them. It is cut " +
                    "short or damaged: fetch it again.");
            }
        }

        var values = Reading.Exactly(content, length, stored, where);
        if (content.ReadByte() >= 0)
        {
            throw DistillException.Damaged(
                $"{where} goes on after the {length} bytes that its header ({string.Join(" × ", dimensions)}) describes. It is " +
                "damaged: fetch it again.");
        }

        return (type, new IdxArray([.. dimensions.Select(d => (int)d)], values));
    }

    private static (byte Type, uint[] Dimensions) Header(Stream content, string where, bool integers)
    {
        Span<byte> header = stackalloc byte[4 + 4 * MostDimensions];
        if (content.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false) < 4 || header[0] != 0 || header[1] != 0)
        {
            throw new DistillException($"{where} is not an IDX file: it does not start with two zero bytes, a type and a count " +
                "of dimensions.");
        }

        if (header[2] != UnsignedByte && !(integers && header[2] == Int32))
        {
            throw new DistillException(
                $"{where} has IDX type 0x{header[2]:X2}; {(integers ? "labels are unsigned bytes (0x08) or 32-bit integers (0x0C)" : "only unsigned bytes (0x08) are read")}.");
        }

        var count = header[3];
        if (count is 0 or > MostDimensions)
        {
            throw new DistillException($"{where} has {count} dimensions; images have 3 or 4, labels 1.");
        }

        if (content.ReadAtLeast(header.Slice(4, 4 * count), 4 * count, throwOnEndOfStream: false) < 4 * count)
        {
            throw DistillException.Damaged($"{where} ends within its header. It is cut short: fetch it again.");
        }

        var dimensions = new uint[count];
        for (var i = 0; i < count; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(4 + 4 * i, 4));
        }

        return (header[2], dimensions);
    }
}
