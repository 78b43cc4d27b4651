namespace Distill.Files;

/// <summary>Where fetched and decoded data are kept between starts, and what is known of files.</summary>
internal static class CacheFolder
{
    /// <summary>
    /// <c>DISTILL_CACHE</c> if set; else distill in the user's cache folder (<c>XDG_CACHE_HOME</c> or ~/.cache on Linux,
    /// ~/Library/Caches on macOS, the local application data on Windows); else in the temporary folder.
    /// </summary>
    public static string Default()
    {
        if (Setting("DISTILL_CACHE") is { } chosen)
        {
            return Path.GetFullPath(chosen);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var cache = OperatingSystem.IsWindows() ? local
            : home.Length == 0 ? null
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Setting("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
        return Path.Combine(string.IsNullOrEmpty(cache) ? Path.GetTempPath() : cache, "distill");
    }

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
