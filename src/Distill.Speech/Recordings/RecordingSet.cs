using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Sets;
using Distill.Runs;
using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>
/// Recordings of single words: a folder, or a zip, tar or tar.gz archive, with a folder of WAV files for each word, at any
/// depth. Lists such as <c>train.csv</c> and <c>testing_list.txt</c>, or folders such as <c>train</c> and <c>test</c>, divide it.
/// </summary>
public sealed class RecordingSet
{
    private const int LargestFile = 1 << 28;

    private readonly IFileSet files;
    private readonly string path;

    private RecordingSet(IFileSet files, string path, string name, string? testPart = null, bool haveFolders = true)
    {
        (this.files, this.path, Name) = (files, path, name);
        var plan = RecordingPlan.Of(files, path, testPart, haveFolders);
        (Words, Recordings, RecognisedBy, LeftOut, Warnings) = (plan.Words, plan.Recordings, plan.RecognisedBy, plan.LeftOut, plan.Warnings);
    }

    /// <summary>What to call the set in tables and messages: its known name, or that of its folder or file.</summary>
    public string Name { get; }

    /// <summary>The words, in ordinal order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The recordings, in ordinal order of their names.</summary>
    public IReadOnlyList<Recording> Recordings { get; }

    /// <summary>What lies in the set and is not read, by reason.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; }

    /// <summary>What may be meant otherwise, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What told each part, for people; empty for a set in one part.</summary>
    internal IReadOnlyDictionary<RecordingPart, string> RecognisedBy { get; }

    /// <summary>Opens a set, without reading any sound.</summary>
    /// <param name="data">A name of <see cref="KnownRecordings"/>, or a path; write <c>./tone-words</c> for a folder of such a name.</param>
    /// <param name="options">Where to look for a known set; null for the defaults.</param>
    /// <param name="testPart">The folder of a set of one's own that is the test part; null for the one that its name and its words tell.</param>
    /// <param name="archiveNames">
    /// The encoding of an archive's names that are not UTF-8, for example "cp949", "shift_jis" or "gbk"; null for what their bytes tell.
    /// </param>
    /// <exception cref="DistillException">There is no such set, it is damaged, or its layout makes no sense: the message says what was looked for.</exception>
    public static RecordingSet Open(string data, CatalogueOptions? options = null, string? testPart = null, string? archiveNames = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        if (!KnownRecordings.Knows(data) && (Directory.Exists(data) || File.Exists(data)))
        {
            return new RecordingSet(FileSet.Open(data, ArchiveNames.Of(archiveNames)), data, NameOf(data), testPart);
        }

        var (files, path) = KnownRecordings.Open(data, options);
        return new RecordingSet(files, path, KnownRecordings.Sets.First(set => set.Name.Equals(data, StringComparison.OrdinalIgnoreCase)).Name);
    }

    /// <summary>
    /// Opens recordings that need not lie in folders of words: one WAV file, or all below a folder or in an archive. The word of
    /// each is the name of the folder that it lies in, whatever that says.
    /// </summary>
    /// <param name="path">A file, a folder or an archive.</param>
    /// <exception cref="DistillException">There is no such path, or there are no recordings.</exception>
    public static RecordingSet OpenClips(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new RecordingSet(IsRecording(path) && !Directory.Exists(path) ? PlacedFiles.OfFile(path) : PlacedFiles.OfAll(path), path, NameOf(path), haveFolders: false);
    }

    /// <summary>Whether a path names a WAV file, by its ending.</summary>
    public static bool IsRecording(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return RecordingKind.IsRead(path);
    }

    /// <summary>Whether a path is a folder or archive in which a WAV file comes before any image; or sounds of other kinds, and nothing that is read.</summary>
    /// <exception cref="DistillException">The archive is damaged.</exception>
    public static bool IsAt(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Directory.Exists(path) && !(File.Exists(path) && IsArchive(path)))
        {
            return false;
        }

        var (hasOthers, hasTables) = (false, false);
        foreach (var file in FileSet.Open(path, ArchiveNames.Unread).Walk())
        {
            if (EntryPath.Parts(file.Name, path)?[^1] is { } name)
            {
                if (IsRecording(name) || IsImage(name))
                {
                    return IsRecording(name);
                }

                hasOthers |= RecordingKind.IsUnread(name);
                hasTables |= EndsIn(name, ".csv", ".tsv", "-ubyte", "-ubyte.gz");
            }
        }

        return hasOthers && !hasTables;
    }

    /// <summary>Reads recordings one after the other, in the order in which the set holds them.</summary>
    /// <param name="part">Of which part; null for all, divided or not.</param>
    /// <param name="rate">Samples a second; recordings of another rate are resampled.</param>
    /// <exception cref="DistillException">A file is damaged, or of another kind: the message names it.</exception>
    public IEnumerable<Clip> Read(RecordingPart? part = null, int rate = 16_000) =>
        ReadSounds(recording => part is null || recording.Part == part)
            .Select(read => new Clip(read.Recording, Waveform.Read(read.Bytes(), read.Where).Resample(rate)));

    /// <summary>The files of recordings that are wanted, in the order in which the set holds them; each is to be read before the next is asked for.</summary>
    internal IEnumerable<(Recording Recording, string Where, Func<byte[]> Bytes)> ReadSounds(Func<Recording, bool> isWanted)
    {
        var wanted = Recordings.Where(isWanted).ToDictionary(recording => recording.Name, StringComparer.Ordinal);
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, path) is { } parts && wanted.TryGetValue(string.Join('/', parts), out var recording))
            {
                yield return (recording, $"{path}, {file.Name}", () => file.Read(LargestFile));
            }
        }
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static bool IsArchive(string path) => EndsIn(path, ".zip", ".tar", ".tar.gz", ".tgz");

    private static bool IsImage(string path) => EndsIn(path, ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".bin");

    private static bool EndsIn(string path, params string[] endings) => endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
