using Distill.Data.Formats;
using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>Sets of recordings that are known by name: one built in, and one found where the catalogue finds its sets.</summary>
internal static class KnownRecordings
{
    /// <summary>
    /// Twenty words (the ten digits and ten commands) in Arabic, 30 speakers, ten clips of one second each: Ghandoura, Hjabo
    /// and Al Dakkak 2021, CC BY 4.0.
    /// </summary>
    public const string ArabicSpeechCommands = "arabic-speech-commands";

    /// <summary>Six made-up words, each three tones, by ten made-up speakers, six clips each. Built in: it needs no files.</summary>
    public const string ToneWords = "tone-words";

    private static readonly SetFile Archive = new("arabic-speech-commands-20.tar.gz", "11de9e294c67727edeafcb675d7af810", 150_307_542, Unpacked: false, []);

    /// <summary>The sets, by name.</summary>
    public static IReadOnlyList<KnownRecordingSet> Sets { get; } =
    [
        new(ToneWords, "6 made-up words, each three tones, by 10 made-up speakers", "public domain", 288, 72),
        new(ArabicSpeechCommands, "20 spoken Arabic words by 30 speakers", "CC BY 4.0", 4_800, 1_200),
    ];

    /// <summary>Whether a set has this name; upper and lower case do not matter.</summary>
    public static bool Knows(string name) => Sets.Any(set => set.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where a set is, without checking its bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    /// <returns>The path of its archive; empty for a built-in set, null when the set is not on this machine.</returns>
    /// <exception cref="DistillException">The name is unknown.</exception>
    public static string? Find(string name, CatalogueOptions? options = null) =>
        IsBuiltIn(name) ? "" : Paths(options ?? new()).Find(File.Exists);

    /// <summary>The archive of a set, checked; it is not fetched from anywhere.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    /// <returns>Its path; empty for a built-in set.</returns>
    /// <exception cref="DistillException">The name is unknown, the archive is not there, or has other bytes.</exception>
    public static string Locate(string name, CatalogueOptions? options = null)
    {
        if (IsBuiltIn(name))
        {
            return "";
        }

        options ??= new();
        var path = Find(name, options) ?? throw new DistillException(
            $"{ArabicSpeechCommands} is not on this machine. Looked for:{string.Concat(Paths(options).Select(tried => $"\n  {tried}"))}\n" +
            $"Put the archive into a folder and name that folder in DISTILL_DATA. The built-in set '{ToneWords}' needs no files.");
        new FileCheck(options.CacheFolder).Demand(path, Archive);
        return path;
    }

    /// <summary>The files of a set, and what to call the place where they lie in messages.</summary>
    /// <exception cref="DistillException">As <see cref="Locate"/>.</exception>
    internal static (IFileSet Files, string Where) Open(string name, CatalogueOptions? options) =>
        Locate(name, options) is { Length: > 0 } path ? (FileSet.Open(path), path) : (new ToneWordFiles(), ToneWords);

    private static bool IsBuiltIn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Knows(name)
            ? name.Equals(ToneWords, StringComparison.OrdinalIgnoreCase)
            : throw new DistillException(
                $"There are no recordings '{name}'.{NearMiss.Question(name, Sets.Select(set => set.Name))} Known are {string.Join(", ", Sets.Select(set => set.Name))}.");
    }

    private static List<string> Paths(CatalogueOptions options) =>
        [.. SetFolders.Of(options, ArabicSpeechCommands, installed: null).Select(folder => Path.Combine(folder, Archive.Name))];
}
