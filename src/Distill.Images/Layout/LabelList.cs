using System.Globalization;
using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Images;

/// <summary>A list that gives classes to images: which of its columns names images is told by the images that there are.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Labels">The class of each image that it names, by place among the images; empty for none.</param>
/// <param name="Rows">How many rows it has below its header.</param>
/// <param name="Unmatched">What rows name that is not among the images.</param>
internal sealed record LabelList(string Name, IReadOnlyDictionary<int, string> Labels, int Rows, IReadOnlyList<string> Unmatched)
{
    private static readonly string[] Headings =
        ["label", "labels", "class", "classes", "class_name", "classname", "category", "category_name", "target", "tag", "y", "species", "breed", "class_id", "label_name"];

    /// <summary>Reads a list.</summary>
    /// <param name="file">The list.</param>
    /// <param name="content">Its bytes: UTF-8, or UTF-16 with its mark.</param>
    /// <param name="images">What images are called in lists.</param>
    /// <param name="labelColumn">The column of the class, as a user gives it: a heading, or a place from 0; or null.</param>
    /// <param name="isNeeded">Whether it is a mistake that its column of classes cannot be told; lists of unlabelled parts have none.</param>
    /// <param name="where">The data, for messages.</param>
    /// <returns>Null where the file is no list of images with classes.</returns>
    /// <exception cref="DistillException">It names an image twice with different classes, or which column holds the class cannot be told.</exception>
    public static LabelList? Read(ListedFile file, byte[] content, ExampleKeys images, string? labelColumn, bool isNeeded, string where)
    {
        var name = file.PathFrom(0);
        if (Records(content, name, $"{where}, {name}", out var isUtf8) is not { Count: > 0 } records || records[0].Length < 2)
        {
            return null;
        }

        var columns = records[0].Length;
        var rows = records.Where(record => record.Length >= 2).ToList();
        var hits = Enumerable.Range(0, columns).Select(column => rows.Where(row => column < row.Length).Select(row => images.Find(row[column])).OfType<int>().Distinct().Count()).ToArray();
        var column = Array.IndexOf(hits, hits.Max());
        if (hits[column] == 0)
        {
            var named = Enumerable.Range(0, columns).Any(c => rows.Count(row => c < row.Length && ImageKind.IsRead(row[c])) * 2 > rows.Count);
            return named ? new(name, new Dictionary<int, string>(), rows.Count, [rows[^1][0]]) : null;
        }

        if (!isUtf8)
        {
            throw new DistillException($"{where}, {name} is not UTF-8. Save it as UTF-8, so that the names of its classes are what they say.");
        }

        var first = records[0];
        var label = LabelColumn(first, column, labelColumn, rows, isNeeded, $"{where}, {name}");
        if (label < 0)
        {
            return null;
        }

        var header = images.Find(first[column]) is null && !ImageKind.IsRead(first[column])
            && (labelColumn == first[label] || Headings.Contains(first[label], StringComparer.OrdinalIgnoreCase) || rows.Skip(1).All(row => label >= row.Length || row[label] != first[label]));
        var (labels, unmatched) = (new Dictionary<int, string>(), new List<string>());
        foreach (var row in rows.Skip(header ? 1 : 0).Where(row => Math.Max(column, label) < row.Length))
        {
            if (images.Find(row[column]) is not { } image)
            {
                unmatched.Add(row[column]);
            }
            else if (!labels.TryAdd(image, row[label]) && labels[image] != row[label])
            {
                throw new DistillException($"{where}, {name}: '{row[column]}' is named with the classes '{labels[image]}' and '{row[label]}'. An image has one class.");
            }
        }

        return new(name, labels, rows.Count - (header ? 1 : 0), unmatched);
    }

    /// <summary>Whether most lines of a table name an image each.</summary>
    public static bool Names(IReadOnlyCollection<string> lines, ExampleKeys images)
    {
        var named = lines.Select(line => line.Split(',', ';', '\t').Select(field => images.Find(field.Trim(' ', '"'))).FirstOrDefault(place => place is not null)).OfType<int>().Distinct().Count();
        return named > 0 && named * 2 >= lines.Count - 1;
    }

    private static int LabelColumn(string[] first, int column, string? given, List<string[]> rows, bool isNeeded, string where)
    {
        var headings = first.Select((heading, place) => (heading, place)).Where(one => one.place != column).ToList();
        if (given is not null)
        {
            var named = headings.FindIndex(one => one.heading == given);
            return named >= 0 ? headings[named].place
                : int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place) && place >= -first.Length && place < first.Length
                    && (place + first.Length) % first.Length != column ? (place + first.Length) % first.Length
                : !isNeeded ? -1
                : throw new DistillException($"{where} has no column of classes '{given}' (LabelColumn). Its columns are {string.Join(", ", first.Take(20))}.", DataRemedy.LabelColumn);
        }

        var known = headings.Where(one => Headings.Contains(one.heading, StringComparer.OrdinalIgnoreCase)).ToList();
        if (known.Count == 1 || headings.Count == 1)
        {
            return (known.Count == 1 ? known[0] : headings[0]).place;
        }

        // Boxes or other numbers after the class, as in Tiny ImageNet.
        var below = rows.Count > 1 ? rows.Skip(1) : rows;
        var words = headings.Where(one => below.Any(row => one.place < row.Length && row[one.place].Length > 0
            && !double.TryParse(row[one.place], NumberStyles.Float, CultureInfo.InvariantCulture, out _))).ToList();
        return words.Count == 1 ? words[0].place : !isNeeded ? -1 : throw new DistillException(
            $"{where} names images, but which of its columns is their class cannot be told: {string.Join(", ", headings.Select(one => $"'{one.heading}'").Take(8))}. " +
            "Say which (LabelColumn), or keep the list elsewhere.", DataRemedy.LabelColumn);
    }

    private static List<string[]>? Records(byte[] content, string name, string where, out bool isUtf8)
    {
        var text = Text(content, strict: true);
        isUtf8 = text is not null;
        text ??= Text(content, strict: false)!;
        var line = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length);
        var separator = line.Contains('\t') ? '\t' : line.Contains(',') ? ',' : line.Contains(';') ? ';' : ' ';
        var records = new List<string[]>();
        var fields = new List<string>();
        var source = new CsvRecords(new StringReader(text), separator, where);
        try
        {
            while (source.Next(fields))
            {
                records.Add([.. fields.Select(field => field.Trim())]);
            }
        }
        catch (DistillException) when (name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            // Prose, not a list.
            return null;
        }

        return records;
    }

    private static string? Text(byte[] content, bool strict)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(content), strict ? new UTF8Encoding(false, throwOnInvalidBytes: true) : Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
