using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>What lies in a folder or archive of recordings, by names.</summary>
/// <param name="Recordings">Files that are read, in composed form (NFC), by their paths.</param>
/// <param name="Unnamed">Recordings in folders that hold no words by habit.</param>
/// <param name="Others">All other files but the lists.</param>
/// <param name="Lists">Files that may be lists of a part, with their bytes.</param>
internal sealed record RecordingListing(
    IReadOnlyList<ListedFile> Recordings, IReadOnlyList<ListedFile> Unnamed, List<ListedFile> Others, IReadOnlyList<(ListedFile File, byte[] Bytes)> Lists)
{
    private const int LargestList = 1 << 26;

    /// <summary>Lists the files.</summary>
    /// <exception cref="DistillException">There are no recordings, one is there twice, or one lies in no folder.</exception>
    public static RecordingListing Of(IFileSet files, string where)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (recordings, unnamed, others) = (new List<ListedFile>(), new List<ListedFile>(), new List<ListedFile>());
        var lists = new List<(ListedFile, byte[])>();
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, where) is not { } parts)
            {
                continue;
            }

            var listed = new ListedFile(file.Name, parts);
            if (!RecordingKind.IsRead(parts[^1]))
            {
                if (PartLists.IsNamedAsList(parts[^1]))
                {
                    lists.Add((listed, file.Read(LargestList)));
                }
                else
                {
                    others.Add(listed);
                }
            }
            else if (parts.Length < 2)
            {
                throw new DistillException($"{where}: {parts[0]} lies outside the folders of words. Move it into one, or away.");
            }
            else if (!seen.Add(listed.PathFrom(0)))
            {
                throw new DistillException($"{where} holds '{listed.PathFrom(0)}' twice. Make the archive anew.");
            }
            else
            {
                // Folders that begin with an underscore hold no words by habit, for example "_background_noise_".
                (parts[^2][0] == '_' ? unnamed : recordings).Add(listed);
            }
        }

        recordings.Sort((one, other) => string.CompareOrdinal(one.PathFrom(0), other.PathFrom(0)));
        return recordings.Count > 0 ? new(recordings, unnamed, others, lists) : throw new DistillException(
            $"{where} has no recordings. Expected a folder for each word with its WAV files.{Unread(others)}");
    }

    private static string Unread(List<ListedFile> others)
    {
        var kinds = others.Select(file => RecordingKind.Ending(file.Parts[^1])).Where(RecordingKind.IsUnread).CountBy(ending => ending).Select(kind => $"{kind.Value} {kind.Key}").ToList();
        return kinds.Count == 0 ? "" : $" It has sounds of kinds that are not read: {string.Join(", ", kinds)}. Convert them to WAV.";
    }
}
