namespace Distill.Runs;

/// <summary>The system's lock on an open file, which ends with the process that holds it, in whatever way that ends.</summary>
internal static class FileLock
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int BsdWouldBlock = 35;

    /// <summary>Opens a file for one alone; null where another has it open so.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether it is made.</param>
    /// <param name="options">What else; <see cref="FileOptions.DeleteOnClose"/> removes it while the lock is still held.</param>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not open it.</exception>
    public static FileStream? TryOpen(string path, FileMode mode, FileOptions options = FileOptions.None)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, Alone, bufferSize: 0, options);
        }
        catch (IOException refused) when (IsHeld(refused))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the lock on a file that this process has open by <see cref="TryOpen"/> keeps others out. It does not where the file
    /// system has no locks: .NET passes over that in silence.
    /// </summary>
    public static bool Excludes(string path)
    {
        using var second = TryOpen(path, FileMode.Open);
        return second is null;
    }

    // Windows can let others read all the same, which is how they learn who it is; on Unix nothing less keeps writers out.
    private static FileShare Alone => OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    /// <summary>Whether opening failed because another has the file open for one alone.</summary>
    public static bool IsHeld(IOException refused) => refused.HResult == (
        OperatingSystem.IsWindows() ? WindowsSharingViolation
        : OperatingSystem.IsLinux() ? LinuxWouldBlock
        : BsdWouldBlock);
}
