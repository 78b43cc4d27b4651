namespace Distill.Data.Sets;

/// <summary>Where a set may already lie, in the order in which it is looked for.</summary>
internal static class SetFolders
{
    /// <summary>The cache, the user's data folder, and, where a system package brings the set, that package's folder.</summary>
    public static IEnumerable<string> Of(CatalogueOptions options, string set, string? installed)
    {
        yield return Path.Combine(options.CacheFolder, set);
        if (options.DataFolder is not null)
        {
            yield return Path.Combine(options.DataFolder, set);
            yield return options.DataFolder;
        }

        if (options.UseInstalled && installed is not null)
        {
            yield return installed;
        }
    }
}
