namespace Distill.Data.Formats;

/// <summary>Reads the names of one archive that are not UTF-8.</summary>
/// <param name="Read">A name of <see cref="NameBytes"/> as text.</param>
/// <param name="Warning">What was taken for granted, a sentence; or null.</param>
internal sealed record ArchiveNameReader(Func<string, string> Read, string? Warning);
