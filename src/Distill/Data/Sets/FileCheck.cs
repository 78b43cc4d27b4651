using System.Security.Cryptography;
using Distill.Data.Formats;
using Distill.Files;
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
        var seen = Reading.Guard(path, () => CheckedFiles.Seen(path, file.Md5));
        var known = new CheckedFiles(cacheFolder, path);
        if (known.Has(seen))
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

        known.Add(seen);
        known.Keep();
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
}
