using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>How the names of files within a set are read.</summary>
internal static class EntryPath
{
    /// <summary>The parts of a name; null for files that systems scatter about: hidden ones and macOS resource forks.</summary>
    /// <exception cref="DistillException">The name leads out of the set.</exception>
    public static string[]? Parts(string name, string where)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return Array.IndexOf(parts, "..") >= 0
            ? throw new DistillException($"{where} holds '{name}', which leads out of the set. Such an archive is not to be trusted.")
            : parts.Length == 0 || Array.Exists(parts, part => part[0] == '.' || part == "__MACOSX") ? null : parts;
    }
}
