using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Folders of text files: a folder a class, below folders for training and test where there are such.</summary>
internal static class TextFolders
{
    private const int LargestFile = 1 << 26;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Whether most files in folders below a folder are texts.</summary>
    public static bool IsAt(string folder)
    {
        var (texts, others) = (0, 0);
        foreach (var parts in Entries(folder).Where(parts => parts.Length > 1))
        {
            texts += IsText(parts[^1]) ? 1 : 0;
            others += IsText(parts[^1]) ? 0 : 1;
        }

        return texts > others;
    }

    /// <summary>Reads the training and the test part; the second is null where the folder is not divided.</summary>
    /// <exception cref="DistillException">A file is no UTF-8, or the folders are not those of classes.</exception>
    public static (TextRows Train, string TrainBy, TextRows? Test, string TestBy) Rows(string folder, string? testPart, CsvOptions csv)
    {
        var all = new FolderFiles(folder).Walk().ToList();
        var listed = all.Select(file => (File: file, Parts: EntryPath.Parts(file.Name, folder))).Where(file => file.Parts is not null).ToList();
        var root = FolderNode.Of(
            listed.Where(file => IsText(file.Parts![^1])).Select(file => new ListedFile(file.File.Name, file.Parts!)),
            listed.Where(file => !IsText(file.Parts![^1])).Select(file => new ListedFile(file.File.Name, file.Parts!)));
        var byName = all.ToDictionary(file => file.Name, StringComparer.Ordinal);
        var around = root.Chain().LastOrDefault(one => one.WithExamples.Count > 1) ?? root;
        var parts = PartFolders.Of(around, testPart, _ => false, folder);
        var train = Read(parts?.Train ?? around);
        var test = parts is { Others: [var first, ..] } ? first : null;
        foreach (var other in root.Walk().SelectMany(node => node.Others).Take(1))
        {
            train.Notes.Leave($"files that are no .txt, first {other.Name}", [0], null);
        }

        return (train, parts is null ? "folders of text files, one a class" : $"the folder '{parts.Train.Name}'", test is null ? null : Read(test), test is null ? "" : $"the folder '{test.Name}'");

        TextRows Read(FolderNode part)
        {
            var rows = new TextRows(part.Path.Length == 0 ? folder : $"{folder}/{part.Path}", "text files") { HasLabels = true, Names = [] };
            foreach (var node in part.WithExamples)
            {
                foreach (var file in node.AllExamples())
                {
                    rows.Names!.Add(file.Name);
                    rows.Add(Decoded(byName[file.Name].Read(LargestFile), $"{folder}/{file.Name}", csv), node.Name, rows.Count + 1);
                }
            }

            return rows;
        }
    }

    private static IEnumerable<string[]> Entries(string folder) =>
        new FolderFiles(folder).Walk().Select(file => EntryPath.Parts(file.Name, folder)).OfType<string[]>();

    private static bool IsText(string name) => name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    private static string Decoded(byte[] bytes, string where, CsvOptions csv)
    {
        var encoding = Distill.Data.Formats.Tables.TableEncoding.Of(bytes.AsSpan(0, Math.Min(4, bytes.Length)), csv.Encoding, where);
        try
        {
            return (encoding.Encoding is UTF8Encoding ? Strict : encoding.Encoding).GetString(bytes, encoding.MarkBytes, bytes.Length - encoding.MarkBytes);
        }
        catch (DecoderFallbackException)
        {
            throw encoding.Refusal(new MemoryStream(bytes), where);
        }
    }
}
