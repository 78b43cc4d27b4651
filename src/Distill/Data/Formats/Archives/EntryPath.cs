using System.Collections.Frozen;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>How the names of files within a set are read.</summary>
internal static class EntryPath
{
    // What systems scatter about. Names that begin with a point are hidden, and left out with these.
    private static readonly FrozenSet<string> OfSystems = new[]
    {
        "__MACOSX", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "$RECYCLE.BIN", "System Volume Information", "lost+found", "@eaDir",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parts of a name in composed form (NFC); null for files that systems scatter about, such as hidden ones and macOS's resource forks.</summary>
    /// <exception cref="DistillException">The name leads out of the set.</exception>
    public static string[]? Parts(string name, string where)
    {
        var parts = Array.ConvertAll(Split(name), ComposedName.Of);
        return Array.IndexOf(parts, "..") >= 0
            ? throw new DistillException($"{where} holds '{name}', which leads out of the set. Such an archive is not to be trusted.")
            : parts.Length == 0 || Array.Exists(parts, IsOfSystem) ? null : parts;
    }

    /// <summary>The parts of a name as the files give it.</summary>
    public static string[] Split(string name) => [.. name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".")];

    /// <summary>Whether a file or folder of this name is a system's own.</summary>
    public static bool IsOfSystem(string part) => part[0] == '.' || OfSystems.Contains(part);
}
