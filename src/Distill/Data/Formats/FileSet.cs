namespace Distill.Data.Formats;

/// <summary>Tells folders and archives apart.</summary>
internal static class FileSet
{
    /// <summary>The files below a folder, or of a zip, tar or tar.gz archive, told by its first bytes.</summary>
    public static IFileSet Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new FolderFiles(path);
        }

        return Reading.Guard<IFileSet>(path, () =>
        {
            using var file = Reading.Open(path);
            Span<byte> start = stackalloc byte[2];
            return file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8)
                ? new ZipFiles(path)
                : new TarFiles(path);
        });
    }
}
