using System.Text;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>
/// CIFAR-10 and CIFAR-100 in their binary form: a record is one label byte (CIFAR-100: a coarse and a fine one) and
/// 3×32×32 pixels. Reads one .bin file, a folder of them, or the official tar.gz.
/// </summary>
internal static class CifarReader
{
    private const int Pixels = 3 * 32 * 32;
    private const int LongestNames = 1 << 16;
    private const int MostData = 1 << 30;

    private static readonly string[] TenNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Opens one split.</summary>
    /// <param name="path">A .bin file (the split is then ignored), a folder, or a tar or tar.gz archive.</param>
    /// <param name="part">The training images or the test images.</param>
    /// <param name="name">What to call the set; by default the file name.</param>
    /// <exception cref="DistillException">Files are missing, damaged or of another kind.</exception>
    public static ArraySource Open(string path, SetPart part, string? name = null) => Reading.Guard(path, () =>
    {
        ArgumentNullException.ThrowIfNull(path);
        name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (Directory.Exists(path))
        {
            return Assemble(FromFolder(path, part), path, part, name);
        }

        using var file = Reading.Open(path);
        if (path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = Reading.Exactly(file, file.Length, file.Length, path);
            return Assemble([new(path, bytes)], path, part, name);
        }

        return Read(file, path, part, name);
    });

    /// <summary>Opens one split of a seekable tar or tar.gz stream.</summary>
    /// <exception cref="DistillException">The content is damaged or of another kind.</exception>
    public static ArraySource Read(Stream archive, string where, SetPart part, string name) => Reading.Guard(where, () =>
    {
        var parts = new List<Piece>();
        var left = MostData;
        foreach (var entry in TarWalker.Entries(GzipSniffer.Unpack(archive), where))
        {
            var file = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (IsWanted(file, part))
            {
                var limit = file.EndsWith(".bin", StringComparison.Ordinal) ? left : Math.Min(left, LongestNames);
                parts.Add(new(file, Reading.ToEnd(entry.Content, limit, $"{where}, entry {entry.Name},")));
                left -= parts[^1].Bytes.Length;
            }
        }

        return Assemble(parts, where, part, name);
    });

    /// <summary>Whether CIFAR's training images have files of this name.</summary>
    internal static bool IsTrainingFile(string file) =>
        file == "train.bin"
        || (file.StartsWith("data_batch_", StringComparison.Ordinal) && file.EndsWith(".bin", StringComparison.Ordinal));

    /// <summary>Whether CIFAR's test images have a file of this name.</summary>
    internal static bool IsTestFile(string file) => file is "test.bin" or "test_batch.bin";

    private static List<Piece> FromFolder(string folder, SetPart part) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(file => IsWanted(Path.GetFileName(file), part))
            .Select(file =>
            {
                using var stream = Reading.Open(file);
                return new Piece(Path.GetFileName(file), Reading.Exactly(stream, stream.Length, stream.Length, file));
            }),
    ];

    private static bool IsWanted(string file, SetPart part) =>
        file is "batches.meta.txt" or "fine_label_names.txt"
        || (part == SetPart.Train ? IsTrainingFile(file) : IsTestFile(file));

    private static ArraySource Assemble(List<Piece> parts, string where, SetPart part, string name)
    {
        var data = parts.Where(p => p.Name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
            .OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        if (data.Count == 0)
        {
            throw new DistillException(
                $"{where} holds no CIFAR {(part == SetPart.Train ? "training" : "test")} data: looked for " +
                (part == SetPart.Train ? "data_batch_*.bin or train.bin." : "test_batch.bin or test.bin."));
        }

        var labelBytes = LabelBytes(data);
        var record = labelBytes + Pixels;
        var count = checked((int)data.Sum(p => (long)p.Bytes.Length / record));
        if ((long)count * Pixels > Array.MaxLength)
        {
            throw new DistillException($"{where} has {count} images; at most {Array.MaxLength / Pixels} fit in memory as one set.");
        }

        var classNames = ClassNames(parts, labelBytes);
        var pixels = new byte[count * Pixels];
        var labels = new int[count];
        var index = 0;
        foreach (var file in data)
        {
            for (var start = 0; start < file.Bytes.Length; start += record, index++)
            {
                labels[index] = file.Bytes[start + labelBytes - 1];
                if (labels[index] >= classNames.Length)
                {
                    throw DistillException.Damaged(
                        $"{where}, {file.Name}: record {start / record} has label {labels[index]}, but there are " +
                        $"{classNames.Length} classes. The file is damaged or not CIFAR.");
                }

                file.Bytes.AsSpan(start + labelBytes, Pixels).CopyTo(pixels.AsSpan(index * Pixels));
            }
        }

        return new ArraySource(name, new ExampleShape(3, 32, 32), pixels, labels, classNames);
    }

    private static int LabelBytes(List<Piece> data)
    {
        foreach (var labelBytes in (ReadOnlySpan<int>)[1, 2])
        {
            if (data.All(p => p.Bytes.Length > 0 && p.Bytes.Length % (labelBytes + Pixels) == 0))
            {
                return labelBytes;
            }
        }

        throw DistillException.Damaged(
            $"{data[0].Name} has {data[0].Bytes.Length} bytes, which is not a whole number of CIFAR-10 records ({1 + Pixels}) " +
            $"or CIFAR-100 records ({2 + Pixels}).");
    }

    private static string[] ClassNames(List<Piece> parts, int labelBytes)
    {
        var wanted = labelBytes == 1 ? "batches.meta.txt" : "fine_label_names.txt";
        var stored = parts.Find(p => p.Name == wanted);
        var names = stored is null
            ? []
            : Encoding.UTF8.GetString(stored.Bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var count = labelBytes == 1 ? 10 : 100;
        return names.Length == count ? names
            : labelBytes == 1 ? TenNames
            : [.. Enumerable.Range(0, count).Select(c => $"{c}")];
    }

    private sealed record Piece(string Name, byte[] Bytes);
}
