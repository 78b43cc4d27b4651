using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Distill.Runs;

/// <summary>What .NET cannot do with files on Unix: open one without asking for its lock, and flush a folder to the disk.</summary>
internal static partial class UnixFile
{
    // O_RDONLY | O_CLOEXEC: processes that are started meanwhile do not get it.
    private static readonly int ToRead = OperatingSystem.IsLinux() ? 0x80000 : 0x1000000;

    /// <summary>Opens a file, locked or not, or a folder, to read; null where it cannot be opened.</summary>
    public static SafeFileHandle? OpenUnlocked(string path)
    {
        var handle = new SafeFileHandle(Open(path, ToRead), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Waits until the disk has the entries of a folder. Does nothing where the system cannot, as on Windows.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Many network file systems refuse it: they keep the entries elsewhere.
        using var folder = OpenUnlocked(path);
        if (folder is not null)
        {
            _ = Sync(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle file);
}
