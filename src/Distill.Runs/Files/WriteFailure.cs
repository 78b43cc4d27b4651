using System.Text.RegularExpressions;

namespace Distill.Runs;

/// <summary>Says why something could not be written: what the user can mend at once apart from a disk that is full or fails.</summary>
internal static class WriteFailure
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int NoSpace = 28;
    private const int LinuxQuotaExceeded = 122;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>The error to throw where a file could not be written.</summary>
    /// <param name="path">The file that was asked for.</param>
    /// <param name="error">What the system said.</param>
    public static DistillException Of(string path, Exception error)
    {
        var folder = AtomicFile.FolderOf(path);
        return error switch
        {
            UnauthorizedAccessException when Directory.Exists(path) => new DistillException($"{path} is a folder; name a file.", error),
            _ when IsForbidden(error) => new DistillException(
                $"{path} cannot be written: the folder {folder} does not let this user write. Name another, or change its permissions.", error),
            DirectoryNotFoundException => new DistillException(
                $"{path} cannot be written: there is no folder {folder}. Make it, or name a file in one that exists.", error),
            PathTooLongException => new DistillException($"{path} cannot be written: the name is too long.", error),
            _ when IsFull(error) => DistillException.Storage($"{path} cannot be written: the disk is full. Make room, and start again.", error),
            _ => DistillException.Storage($"{path} cannot be written: {Reason(error, path)}", error),
        };
    }

    /// <summary>The error to throw where a folder could not be made.</summary>
    public static DistillException OfFolder(string path, Exception error) => IsFull(error)
        ? DistillException.Storage($"The folder {path} cannot be made: the disk is full. Make room, and start again.", error)
        : new DistillException($"The folder {path} cannot be made: {error.Message}", error);

    private static bool IsForbidden(Exception error) =>
        error is UnauthorizedAccessException || (!OperatingSystem.IsWindows() && error.HResult == ReadOnlyFileSystem);

    private static bool IsFull(Exception error) => OperatingSystem.IsWindows()
        ? error.HResult == WindowsDiskFull
        : error.HResult == NoSpace || (OperatingSystem.IsLinux() && error.HResult == LinuxQuotaExceeded);

    // The name under which a file is being written is no business of the reader.
    private static string Reason(Exception error, string path)
    {
        var name = Path.GetFileName(path);
        return Regex.Replace(error.Message, $"{Regex.Escape(name)}\\.[^/\\\\]*{Regex.Escape(AtomicFile.TemporarySuffix)}", name);
    }
}
