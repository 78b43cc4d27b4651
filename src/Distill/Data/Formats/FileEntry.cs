namespace Distill.Data.Formats;

/// <summary>A file of a folder or archive.</summary>
/// <param name="Name">Its path with forward slashes, as found: no file is ever written to it.</param>
/// <param name="Read">Reads the content, refusing more bytes than given.</param>
internal readonly record struct FileEntry(string Name, Func<int, byte[]> Read);
