namespace Distill.Data.Formats;

/// <summary>A regular file within a tar archive; its content must be read before the next entry is asked for.</summary>
/// <param name="Name">The path within the archive, as stored, with <see cref="NameBytes"/> where it is not UTF-8: nothing is ever written to it.</param>
/// <param name="Length">Bytes of content, as the header says; a truncated archive has fewer.</param>
/// <param name="Content">The content.</param>
internal sealed record TarEntry(string Name, long Length, Stream Content);
