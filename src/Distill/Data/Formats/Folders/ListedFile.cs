namespace Distill.Data.Formats;

/// <summary>A file among the data.</summary>
/// <param name="Name">Its name as the files give it.</param>
/// <param name="Parts">The parts of its path, in composed form (NFC).</param>
internal sealed record ListedFile(string Name, string[] Parts)
{
    /// <summary>The path from a depth on.</summary>
    public string PathFrom(int depth) => string.Join('/', Parts[depth..]);
}
