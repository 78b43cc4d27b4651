using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>Reads the layout of a set: its recordings with their words and speakers, and the lists that divide them.</summary>
internal sealed record RecordingPlan(IReadOnlyList<string> Words, SortedDictionary<string, Recording> Recordings)
{
    private const int LargestList = 1 << 26;

    public static RecordingPlan Of(IFileSet files, string where)
    {
        var folders = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var parts = new PartLists(where);
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, where) is not { } names)
            {
                continue;
            }

            if (names[^1].EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
            {
                AddRecording(folders, names, where);
            }
            else if (PartLists.PartOf(names[^1]) is { } part)
            {
                parts.Add(part, string.Concat(names[..^1].Select(name => name + "/")), Encoding.UTF8.GetString(file.Read(LargestList)));
            }
        }

        if (folders.Count == 0)
        {
            throw new DistillException($"{where} has no recordings. Expected a folder for each word with its WAV files.");
        }

        var words = folders.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var index = words.Index().ToDictionary(word => word.Item, word => word.Index, StringComparer.Ordinal);
        parts.Check(folders);
        return new RecordingPlan(words, new(
            folders.ToDictionary(file => file.Key, file => new Recording(file.Key, index[file.Value], Speaker(file.Key), parts.Find(file.Key))),
            StringComparer.Ordinal));
    }

    // Folders that begin with an underscore hold no words by habit, for example "_background_noise_".
    private static void AddRecording(SortedDictionary<string, string> folders, string[] parts, string where)
    {
        var name = string.Join('/', parts);
        if (parts.Length < 2)
        {
            throw new DistillException($"{where}: {name} lies outside the folders of words. Move it into one, or away.");
        }

        if (parts[^2][0] != '_' && !folders.TryAdd(name, parts[^2]))
        {
            throw new DistillException($"{where} holds '{name}' twice. Make the archive anew.");
        }
    }

    // "speaker_…_round.wav", as sets of commands name their files; else nobody can tell.
    private static string Speaker(string name)
    {
        var fields = Path.GetFileNameWithoutExtension(name[(name.LastIndexOf('/') + 1)..]).Split('_');
        return fields.Length > 1 && fields[0].Length > 0 && fields[^1].Length > 0 && fields[^1].All(char.IsAsciiDigit) ? fields[0] : name;
    }
}
