namespace Distill.Jobs.Datasets;

/// <summary>Where data are looked for and kept.</summary>
/// <param name="Cache">The folder for fetched and decoded data.</param>
/// <param name="CacheIsWritable">Whether files can be made there.</param>
/// <param name="Data">The folder of data sets that DISTILL_DATA names; null where it is not set.</param>
/// <param name="DataExists">Whether that folder is there.</param>
internal sealed record FolderFacts(string Cache, bool CacheIsWritable, string? Data, bool DataExists);
