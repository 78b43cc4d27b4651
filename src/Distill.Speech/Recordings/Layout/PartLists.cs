using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>
/// Lists beside the recordings that say which part each belongs to: one path a line, or a table of paths and words. A path is
/// within the folder of the list, or the end of one within the set.
/// </summary>
internal sealed class PartLists
{
    private static readonly string[] WordHeadings = ["word", "label", "class", "command", "keyword", "category", "text", "target"];

    private readonly string where;
    private readonly Dictionary<string, string> words;
    private readonly Lazy<Dictionary<string, string?>> ends;
    private readonly HashSet<string> unread;
    private readonly Dictionary<string, RecordingPart> listed = new(StringComparer.Ordinal);

    private PartLists(RecordingListing listing, string where)
    {
        this.where = where;
        words = listing.Recordings.Concat(listing.Unnamed).ToDictionary(file => file.PathFrom(0), file => file.Parts[^2], StringComparer.Ordinal);
        unread = listing.Others.Where(file => RecordingKind.IsUnread(file.Parts[^1])).Select(file => file.PathFrom(0)).ToHashSet(StringComparer.Ordinal);
        ends = new(() => Ends(listing.Recordings.Concat(listing.Unnamed)));
    }

    /// <summary>The lists of each part, by their paths; empty where there are none.</summary>
    public Dictionary<RecordingPart, List<string>> Files { get; } = [];

    /// <summary>Whether a file may be a list of a part, by its name: "train.csv", "testing_list.txt".</summary>
    public static bool IsNamedAsList(string name) =>
        RecordingKind.Ending(name) is ".csv" or ".txt" or ".tsv" && PartName.Of(Path.GetFileNameWithoutExtension(name)) is { IsPlain: true };

    /// <summary>Reads the lists; a file that names no sound is none, and joins the others.</summary>
    /// <exception cref="DistillException">A list names a recording twice, or one that is not there, or another word than its folder's.</exception>
    public static PartLists Of(RecordingListing listing, string where)
    {
        var lists = new PartLists(listing, where);
        foreach (var (file, bytes) in listing.Lists)
        {
            if (!lists.Add(file, Encoding.UTF8.GetString(bytes)))
            {
                listing.Others.Add(file);
            }
        }

        return lists;
    }

    /// <summary>Where the lists put a recording; null when none names it.</summary>
    public RecordingPart? Find(string name) => listed.TryGetValue(name, out var part) ? part : null;

    /// <summary>The part that a name tells.</summary>
    public static RecordingPart PartOf(PartRole role) => role switch
    {
        PartRole.Train => RecordingPart.Train,
        PartRole.Validation => RecordingPart.Validation,
        _ => RecordingPart.Test,
    };

    private bool Add(ListedFile file, string text)
    {
        var part = PartOf(PartName.Of(Path.GetFileNameWithoutExtension(file.Parts[^1]))!.Role);
        var ending = RecordingKind.Ending(file.Parts[^1]);
        var records = new CsvRecords(new StringReader(text.TrimStart('\uFEFF')), ending == ".csv" ? ',' : '\t', $"{where}, the list of {part}");
        var (column, wordColumn, isFirst) = (-1, -1, true);
        var fields = new List<string>();
        for (; records.Next(fields); isFirst = false)
        {
            if (column < 0)
            {
                column = fields.FindIndex(IsSound);
                if (column < 0)
                {
                    if (!isFirst)
                    {
                        return false;
                    }

                    wordColumn = fields.FindIndex(heading => WordHeadings.Contains(heading.Trim(), StringComparer.OrdinalIgnoreCase));
                    continue;
                }

                wordColumn = fields.Count == 2 ? 1 - column : wordColumn == column ? -1 : wordColumn;
            }

            if (fields.Count <= Math.Max(column, wordColumn))
            {
                throw new DistillException($"{where}, the list of {part}, line {records.Line}: expected {(wordColumn < 0 ? "a file" : "a file and its word")}.");
            }

            Name(part, file, fields[column], wordColumn < 0 ? null : fields[wordColumn].Trim(), records.Line);
        }

        if (column < 0)
        {
            return false;
        }

        Files.TryAdd(part, []);
        Files[part].Add(file.PathFrom(0));
        return true;
    }

    private void Name(RecordingPart part, ListedFile list, string field, string? word, int line)
    {
        var given = string.Join('/', EntryPath.Split(field.Trim().Replace('\\', '/')).Select(ComposedName.Of));
        var path = string.Concat(list.Parts[..^1].Select(folder => folder + "/")) + given;
        var name = words.ContainsKey(path) ? path : ends.Value.GetValueOrDefault(given);
        if (name is null)
        {
            // It is counted with the sounds of kinds that are not read.
            if (unread.Contains(path))
            {
                return;
            }

            throw new DistillException($"{where}: the list of {part} names {path}, which is not there. Fetch the set again, or correct the list.");
        }

        if (word is not null && words[name] != ComposedName.Of(word))
        {
            throw new DistillException($"{where}: the list of {part} says that {name} is '{word}', its folder that it is '{words[name]}'. Correct one of them.");
        }

        if (!listed.TryAdd(name, part))
        {
            throw new DistillException($"{where}, the list of {part}, line {line}: {field} is named a second time. Name each once.");
        }
    }

    private static bool IsSound(string field) => field.Trim() is var name && (RecordingKind.IsRead(name) || RecordingKind.IsUnread(name));

    // Ends of paths that belong to several recordings name none.
    private static Dictionary<string, string?> Ends(IEnumerable<ListedFile> recordings)
    {
        var ends = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var recording in recordings)
        {
            for (var from = 1; from < recording.Parts.Length; from++)
            {
                var end = recording.PathFrom(from);
                ends[end] = ends.ContainsKey(end) ? null : recording.PathFrom(0);
            }
        }

        return ends;
    }
}
