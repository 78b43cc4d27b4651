using Distill.Files;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>Tells folders and archives apart.</summary>
internal static class FileSet
{
    private const int Looked = 64;

    /// <summary>The files below a folder, or of a zip, tar or tar.gz archive, told by its first bytes.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="names">How an archive's names are read that are not UTF-8; null for <see cref="ArchiveNames.Evident"/>.</param>
    /// <exception cref="DistillException">There is no such file, or it stands in for one that was not fetched.</exception>
    public static IFileSet Open(string path, ArchiveNames? names = null)
    {
        names ??= ArchiveNames.Evident;
        if (Directory.Exists(path))
        {
            return new FolderFiles(path);
        }

        return Reading.Guard<IFileSet>(path, () =>
        {
            using var file = Reading.Open(path);
            var start = Reading.Start(file, Looked);
            var look = FileLook.Of(start);
            return look.StandsIn ? throw new DistillException($"{path} is {look.Name}; expected an archive.")
                : start.AsSpan().StartsWith("PK"u8) ? new ZipFiles(path, names)
                : new TarFiles(path, names);
        });
    }
}
