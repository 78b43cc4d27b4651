using Distill.Data.Sets;
using Distill.Runs;

namespace Distill.Speech.Recordings;

/// <summary>Sets of recordings that are known by name, found where the catalogue finds its sets.</summary>
public static class KnownRecordings
{
    /// <summary>
    /// Twenty words (the ten digits and ten commands) in Arabic, 30 speakers, ten clips of one second each: Ghandoura, Hjabo
    /// and Al Dakkak 2021, CC BY 4.0.
    /// </summary>
    public const string ArabicSpeechCommands = "arabic-speech-commands";

    private static readonly SetFile Archive = new("arabic-speech-commands-20.tar.gz", "11de9e294c67727edeafcb675d7af810", 150_307_542, Unpacked: false, []);

    /// <summary>The archive of a set, checked; it is not fetched from anywhere.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Where to look; null for the defaults.</param>
    /// <exception cref="DistillException">The name is unknown, the archive is not there, or has other bytes.</exception>
    public static string Locate(string name, CatalogueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.Equals(ArabicSpeechCommands, StringComparison.OrdinalIgnoreCase))
        {
            throw new DistillException($"There are no recordings '{name}'.{NearMiss.Question(name, [ArabicSpeechCommands])} Known are {ArabicSpeechCommands}.");
        }

        options ??= new();
        var paths = SetFolders.Of(options, ArabicSpeechCommands, installed: null).Select(folder => Path.Combine(folder, Archive.Name)).ToList();
        var path = paths.Find(File.Exists) ?? throw new DistillException(
            $"{ArabicSpeechCommands} is not on this machine. Looked for:{string.Concat(paths.Select(tried => $"\n  {tried}"))}\n" +
            "Put the archive into a folder and name that folder in DISTILL_DATA.");
        new FileCheck(options.CacheFolder).Demand(path, Archive);
        return path;
    }
}
