using System.Globalization;
using System.Security.Cryptography;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Data.Sets;

/// <summary>
/// Refuses files with other bytes than the set's. A file that passed is remembered in the cache by path, size and time
/// of its last change, so that later starts do not read it twice.
/// </summary>
internal sealed class FileCheck(string cacheFolder)
{
    /// <summary>Reads the file and compares, unless it is remembered.</summary>
    /// <exception cref="DistillException">The bytes are others, or cannot be read.</exception>
    public void Demand(string path, SetFile file)
    {
        var seen = Reading.Guard(path, () =>
        {
            var info = new FileInfo(path);
            return string.Create(CultureInfo.InvariantCulture, $"{file.Md5} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        });
        var memory = Path.Combine(cacheFolder, "checked", Fingerprint.Of(Path.GetFullPath(path)).Value);
        if (IsRemembered(memory, seen))
        {
            return;
        }

        var found = Reading.Guard(path, () => Sum(path, file));
        if (found != file.Md5)
        {
            throw DistillException.Damaged(
                $"{path} has the wrong bytes: MD5 {found}{(file.Unpacked ? " (unpacked)" : "")}, expected {file.Md5}. " +
                "It is damaged or another version. Delete it, and it is fetched again.");
        }

        Remember(memory, seen);
    }

    private static string Sum(string path, SetFile file)
    {
        using var stream = Reading.Open(path);
        using var content = file.Unpacked ? GzipSniffer.Unpack(stream) : stream;
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[1 << 20];
        long total = 0;
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            // A packed file may claim to be the set and unpack to terabytes.
            if ((total += read) > file.Bytes)
            {
                throw new DistillException($"{path} holds more than the {file.Bytes} bytes of {file.Name}. It is another file: delete it.");
            }

            md5.AppendData(buffer.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(md5.GetHashAndReset());
    }

    private static bool IsRemembered(string memory, string seen)
    {
        try
        {
            return File.Exists(memory) && AtomicFile.ReadText(memory) == seen;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remember(string memory, string seen)
    {
        try
        {
            OutputPath.RequireFolder(Path.GetDirectoryName(memory)!);
            AtomicFile.WriteText(memory, seen);
        }
        catch (DistillException)
        {
            // A cache that cannot be written costs time at the next start, nothing else.
        }
    }
}
