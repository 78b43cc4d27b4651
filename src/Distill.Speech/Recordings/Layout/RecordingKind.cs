using System.Collections.Frozen;

namespace Distill.Speech.Recordings;

/// <summary>Tells sounds from other files by the endings of their names.</summary>
internal static class RecordingKind
{
    private static readonly FrozenSet<string> Others = new[]
    {
        ".mp3", ".mp2", ".mpga", ".flac", ".ogg", ".oga", ".opus", ".spx", ".m4a", ".m4b", ".mp4", ".aac", ".ac3", ".aif", ".aiff", ".aifc", ".au", ".snd", ".caf", ".wma", ".amr",
        ".awb", ".3gp", ".webm", ".mka", ".ape", ".wv", ".tta", ".w64", ".voc", ".gsm", ".sph", ".nist", ".raw", ".pcm",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is a sound that is read.</summary>
    public static bool IsRead(string name) => Ending(name) is ".wav" or ".wave";

    /// <summary>Whether a file is a sound of a kind that is not read.</summary>
    public static bool IsUnread(string name) => Others.Contains(Ending(name));

    /// <summary>The ending of a name in lower case, with its point; empty for none.</summary>
    public static string Ending(string name) => Path.GetExtension(name).ToLowerInvariant();
}
