using Distill.Data.Formats;
using Distill.Data.Sets;
using Distill.Runs;
using Distill.Speech.Audio;

namespace Distill.Speech.Recordings;

/// <summary>
/// Recordings of single words: a folder, or a zip, tar or tar.gz archive, with a folder of WAV files for each word, at any
/// depth. <c>train.csv</c>, <c>val.csv</c> and <c>test.csv</c>, where there are such, divide it.
/// </summary>
public sealed class RecordingSet
{
    private const int LargestFile = 1 << 28;

    private readonly IFileSet files;
    private readonly string path;

    private RecordingSet(IFileSet files, string path, string name)
    {
        (this.files, this.path, Name) = (files, path, name);
        var plan = RecordingPlan.Of(files, path);
        (Words, Recordings) = (plan.Words, [.. plan.Recordings.Values]);
    }

    /// <summary>What to call the set in tables and messages: its known name, or that of its folder or file.</summary>
    public string Name { get; }

    /// <summary>The words, in ordinal order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The recordings, in ordinal order of their names.</summary>
    public IReadOnlyList<Recording> Recordings { get; }

    /// <summary>Opens a set, without reading any sound.</summary>
    /// <param name="data">A name of <see cref="KnownRecordings"/>, or a path; write <c>./tone-words</c> for a folder of such a name.</param>
    /// <param name="options">Where to look for a known set; null for the defaults.</param>
    /// <exception cref="DistillException">There is no such set, or it is damaged: the message says what was looked for.</exception>
    public static RecordingSet Open(string data, CatalogueOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(data);
        if (!KnownRecordings.Knows(data) && (Directory.Exists(data) || File.Exists(data)))
        {
            return new RecordingSet(FileSet.Open(data), data, NameOf(data));
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
        return new RecordingSet(IsRecording(path) && !Directory.Exists(path) ? PlacedFiles.OfFile(path) : PlacedFiles.OfAll(path), path, NameOf(path));
    }

    /// <summary>Whether a path names a WAV file, by its ending.</summary>
    public static bool IsRecording(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a path is a folder or archive in which a WAV file comes before any image.</summary>
    /// <exception cref="DistillException">The archive is damaged.</exception>
    public static bool IsAt(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return (Directory.Exists(path) || (File.Exists(path) && IsArchive(path)))
            && FileSet.Open(path, ArchiveNames.Unread).Walk()
                .Select(file => EntryPath.Parts(file.Name, path)?[^1])
                .FirstOrDefault(name => name is not null && (IsRecording(name) || IsImage(name))) is { } first
            && IsRecording(first);
    }

    /// <summary>Reads recordings one after the other, in the order in which the set holds them.</summary>
    /// <param name="part">Of which part; null for all, divided or not.</param>
    /// <param name="rate">Samples a second; recordings of another rate are resampled.</param>
    /// <exception cref="DistillException">A file is damaged, or of another kind: the message names it.</exception>
    public IEnumerable<Clip> Read(RecordingPart? part = null, int rate = 16_000)
    {
        var wanted = Recordings.Where(recording => part is null || recording.Part == part).ToDictionary(recording => recording.Name, StringComparer.Ordinal);
        foreach (var file in files.Walk())
        {
            if (EntryPath.Parts(file.Name, path) is { } parts && wanted.TryGetValue(string.Join('/', parts), out var recording))
            {
                yield return new Clip(recording, Resampler.Resample(WavReader.Read(file.Read(LargestFile), $"{path}, {file.Name}"), rate));
            }
        }
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static bool IsArchive(string path) => EndsIn(path, ".zip", ".tar", ".tar.gz", ".tgz");

    private static bool IsImage(string path) => EndsIn(path, ".png", ".jpg", ".jpeg", ".bin");

    private static bool EndsIn(string path, params string[] endings) => endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
