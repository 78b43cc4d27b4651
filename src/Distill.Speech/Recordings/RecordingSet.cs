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

    private RecordingSet(IFileSet files, string path, RecordingPlan plan)
    {
        (this.files, this.path) = (files, path);
        (Words, Recordings) = (plan.Words, [.. plan.Recordings.Values]);
    }

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
        var (files, path) = !KnownRecordings.Knows(data) && (Directory.Exists(data) || File.Exists(data))
            ? (FileSet.Open(data), data)
            : KnownRecordings.Open(data, options);
        return new RecordingSet(files, path, RecordingPlan.Of(files, path));
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
}
