namespace Distill.Files;

/// <summary>
/// Recognises what PyTorch's own <c>torch.save</c> writes. Such a file is a pickle, a program that runs when it is read,
/// so it is recognised by its first bytes and never opened.
/// </summary>
internal static class TorchPickle
{
    /// <summary>Whether the file begins as a zip archive or as a pickle does; false when it cannot be read.</summary>
    public static bool Recognise(string path)
    {
        Span<byte> start = stackalloc byte[4];
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && (start.SequenceEqual("PK\u0003\u0004"u8) || (start[0] == 0x80 && start[1] is >= 2 and <= 5));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
