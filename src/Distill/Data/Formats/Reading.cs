using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>What all readers share: errors that name the file, and memory that follows the data instead of a claim.</summary>
internal static class Reading
{
    private const int FirstBytes = 1 << 16;

    /// <summary>Turns what the system or a decompressor throws into the user's error.</summary>
    public static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DistillException($"{where} does not exist.", error);
        }
        catch (InvalidDataException error)
        {
            throw DistillException.Damaged($"{where} is damaged or not what its name says: {error.Message} Fetch it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistillException($"{where} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Opens a file for one pass from start to end.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);

    /// <summary>
    /// Reads exactly <paramref name="length"/> bytes. Memory grows as bytes arrive, so that a false length costs no
    /// more than the stream really holds.
    /// </summary>
    /// <param name="stream">Where the bytes come from.</param>
    /// <param name="length">What a header says.</param>
    /// <param name="likely">What is safe to reserve at once, for example the file's own length.</param>
    /// <param name="where">The file, for messages.</param>
    public static byte[] Exactly(Stream stream, long length, long likely, string where)
    {
        if (length > Array.MaxLength)
        {
            throw new DistillException(
                $"{where} claims {length} bytes of data; at most {Array.MaxLength} fit in one array. Split the file.");
        }

        var bytes = new byte[Math.Min(length, Math.Max(likely, FirstBytes))];
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length)
            {
                throw DistillException.Damaged(
                    $"{where} ends after {filled} bytes of data where its header promises {length}. It is cut short: fetch it again.");
            }

            if (filled == length)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
        }
    }

    /// <summary>Reads at most so many bytes.</summary>
    public static byte[] Start(Stream stream, int length)
    {
        var bytes = new byte[length];
        return bytes[..stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }

    /// <summary>Reads to the end of the stream, but refuses more than <paramref name="limit"/> bytes.</summary>
    public static byte[] ToEnd(Stream stream, int limit, string where)
    {
        var bytes = new byte[Math.Min(limit + 1L, FirstBytes)];
        var filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled > limit)
            {
                throw new DistillException($"{where} holds more than the {limit} bytes that are allowed for it.");
            }

            if (filled < bytes.Length)
            {
                return bytes[..filled];
            }

            Array.Resize(ref bytes, (int)Math.Min(limit + 1L, 2L * bytes.Length));
        }
    }
}
