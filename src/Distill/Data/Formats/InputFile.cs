namespace Distill.Data.Formats;

/// <summary>A file that a model is asked about.</summary>
/// <param name="Name">What people call it: its path, and within an archive its place there.</param>
/// <param name="Read">Reads the content, refusing more bytes than given. A file of an archive is read before the next is asked for.</param>
internal readonly record struct InputFile(string Name, Func<int, byte[]> Read);
