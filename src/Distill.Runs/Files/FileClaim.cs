using System.Diagnostics;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Distill.Runs;

/// <summary>
/// A claim on a piece of work that several processes may take, on one machine or on several that share a folder: a file that
/// only one of them has open, and in which it says who it is. The system releases it when the process ends, in whatever way.
/// </summary>
internal sealed class FileClaim : IDisposable
{
    private const int LargestFile = 1 << 16;
    private const int Looks = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long to wait for one that has a claim for a moment, or whose work was put back into the queue of a cluster while it is
    /// still ending.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FileStream file;

    private FileClaim(FileStream file) => this.file = file;

    /// <summary>Takes the claim; null where another process has it.</summary>
    /// <param name="path">The file, which is made where it is missing, with its folder, and removed by letting go.</param>
    /// <exception cref="DistillException">The file cannot be made or written, or its file system has no locks.</exception>
    public static FileClaim? TryTake(string path)
    {
        OutputPath.MakeFolder(AtomicFile.FolderOf(path));
        FileStream? file = null;
        try
        {
            // Removed under the lock; .NET looks again whether the file that it has locked is the one of that name.
            for (var look = 0; file is null && look < Looks; look++)
            {
                if (look > 0)
                {
                    // Who only asks whether the claim is held has the lock for a moment.
                    Thread.Sleep(BetweenLooks);
                }

                file = FileLock.TryOpen(path, FileMode.OpenOrCreate, FileOptions.DeleteOnClose);
            }

            if (file is null)
            {
                return null;
            }

            RequireLocks(path);
            var owner = JsonSerializer.SerializeToUtf8Bytes(ClaimOwner.Current(), RunJson.Options);
            file.SetLength(0);
            file.Write(owner);
            file.Flush();
            return new FileClaim(file);
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
            {
                throw WriteFailure.Of(path, error);
            }

            throw;
        }
    }

    /// <summary>Takes the claim.</summary>
    /// <param name="path">As for <see cref="TryTake"/>.</param>
    /// <param name="what">What is claimed, as messages call it: a path.</param>
    /// <exception cref="DistillException">Another process has it, which the message names; or as for <see cref="TryTake"/>.</exception>
    public static FileClaim Take(string path, string what) => TryTake(path) ?? throw new DistillException(
        $"{what} is being worked on by {(Owner(path) is { } owner ? $"{owner}" : "another process")}. Wait until it ends, or end it, and start again.")
    {
        Reason = FailureReason.InUse,
    };

    /// <summary>Takes the claim, and waits for a while where another process has it.</summary>
    /// <param name="path">As for <see cref="TryTake"/>.</param>
    /// <param name="what">What is claimed, as messages call it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="patience">How long to wait; null for <see cref="Patience"/>.</param>
    /// <exception cref="DistillException">Another process still has it, which the message names; or as for <see cref="TryTake"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static FileClaim TakeWithin(string path, string what, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < (patience ?? Patience);)
        {
            if (TryTake(path) is { } claim)
            {
                return claim;
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Take(path, what);
    }

    /// <summary>Removes a claim's file that a killed process left; one that a process holds stays.</summary>
    public static void RemoveAbandoned(string path)
    {
        try
        {
            FileLock.TryOpen(path, FileMode.Open, FileOptions.DeleteOnClose)?.Dispose();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Its owner was quicker.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(path, error);
        }
    }

    /// <summary>Whether a process has the claim.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            return File.Exists(path) && FileLock.Excludes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Who has the claim; null where nobody has, or nobody that says who it is.</summary>
    public static ClaimOwner? Owner(string path)
    {
        try
        {
            using var handle = OpenToRead(path);
            if (handle is null)
            {
                return null;
            }

            var bytes = new byte[LargestFile];
            var length = RandomAccess.Read(handle, bytes, 0);
            return JsonSerializer.Deserialize<ClaimOwner>(bytes.AsSpan(0, length), RunJson.Options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Between its lock and its first word, the file is empty.
            return null;
        }
    }

    /// <summary>Releases the claim, and removes its file.</summary>
    public void Dispose() => file.Dispose();

    private static void RequireLocks(string path)
    {
        if (!FileLock.Excludes(path))
        {
            throw new DistillException(
                $"{AtomicFile.FolderOf(path)} is on a file system that does not lock files, so that two processes could write one run. "
                + "Use a folder on a local disk, or mount it with locks; DOTNET_SYSTEM_IO_DISABLEFILELOCKING must not be set.");
        }
    }

    // The lock of .NET on Unix keeps out readers that ask for theirs.
    private static SafeFileHandle? OpenToRead(string path) => OperatingSystem.IsWindows()
        ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : UnixFile.OpenUnlocked(path);
}
