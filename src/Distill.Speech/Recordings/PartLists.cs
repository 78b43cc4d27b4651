using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>Lists "file,word" beside the recordings that say which part each belongs to.</summary>
internal sealed class PartLists(string where)
{
    private readonly Dictionary<string, (RecordingPart Part, string Word)> listed = new(StringComparer.Ordinal);

    /// <summary>The part that a list of this name is of; null for other files.</summary>
    public static RecordingPart? PartOf(string fileName) => fileName switch
    {
        "train.csv" => RecordingPart.Train,
        "val.csv" => RecordingPart.Validation,
        "test.csv" => RecordingPart.Test,
        _ => null,
    };

    /// <summary>Reads a list whose names are relative to a folder.</summary>
    public void Add(RecordingPart part, string folder, string text)
    {
        var records = new CsvRecords(new StringReader(text), ',', $"{where}, the list of {part}");
        var fields = new List<string>();
        for (var first = true; records.Next(fields); first = false)
        {
            if (first && !fields[0].EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (fields.Count < 2)
            {
                throw new DistillException($"{where}, the list of {part}, line {records.Line}: expected a file and its word.");
            }

            if (!listed.TryAdd(folder + fields[0].Trim(), (part, fields[1].Trim())))
            {
                throw new DistillException($"{where}, the list of {part}, line {records.Line}: {fields[0]} is named a second time. Name each once.");
            }
        }
    }

    /// <summary>Throws unless every file of the lists is there, in the folder of its word.</summary>
    public void Check(IReadOnlyDictionary<string, string> folders)
    {
        foreach (var (name, (part, word)) in listed)
        {
            if (!folders.TryGetValue(name, out var folder))
            {
                throw new DistillException($"{where}: the list of {part} names {name}, which is not there. Fetch the set again, or correct the list.");
            }

            if (folder != word)
            {
                throw new DistillException($"{where}: the list of {part} says that {name} is '{word}', its folder that it is '{folder}'. Correct one of them.");
            }
        }
    }

    /// <summary>Where the lists put a recording; null when none names it.</summary>
    public RecordingPart? Find(string name) => listed.TryGetValue(name, out var entry) ? entry.Part : null;
}
