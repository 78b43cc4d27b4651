using System.Buffers.Binary;
using System.Text;
using Distill.Runs;

namespace Distill.Speech.Audio;

/// <summary>Where the two chunks that matter lie in a WAV file.</summary>
/// <param name="Format">The content of "fmt ".</param>
/// <param name="Data">The content of "data", at most to the end of the file.</param>
internal readonly record struct WavChunks(Range Format, Range Data)
{
    private const int Header = 12;
    private const int ChunkHeader = 8;

    /// <summary>Walks the chunks. The length that the file claims for itself is never asked.</summary>
    public static WavChunks Find(ReadOnlySpan<byte> file, string where)
    {
        // RF64 and BW64 are RIFF whose lengths are all ones; those of the data are then taken from the file.
        if (file.Length < Header || !(file.StartsWith("RIFF"u8) || file.StartsWith("RF64"u8) || file.StartsWith("BW64"u8)) || !file[8..].StartsWith("WAVE"u8))
        {
            throw new DistillException(
                $"{where} is not a WAV file: {(SoundLook.Of(file) is { } look ? $"it is {look}" : $"it starts with {Start(file)}")}, expected RIFF….WAVE. {(SoundLook.StandsIn(file) ? "Fetch it anew." : "Convert it to WAV.")}");
        }

        Range? format = null, data = null;
        for (var at = Header; at <= file.Length - ChunkHeader;)
        {
            var id = file.Slice(at, 4);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            var start = at + ChunkHeader;
            var isData = id.SequenceEqual("data"u8);
            var end = (int)Math.Min(start + (long)size, file.Length);
            if (isData && size == 0)
            {
                end = file.Length;
            }

            if (id.SequenceEqual("fmt "u8))
            {
                format ??= start..end;
            }
            else if (isData)
            {
                data ??= start..end;
            }

            at = end + Padding(file, end, size);
        }

        return (format, data) switch
        {
            ({ } found, { } samples) => new(found, samples),
            (null, _) => throw DistillException.Damaged($"{where} has no chunk 'fmt ', which says how samples are stored. It is damaged or cut short: fetch it again."),
            _ => throw DistillException.Damaged($"{where} has no chunk 'data', which holds the samples. It is damaged or cut short: fetch it again."),
        };
    }

    // An odd chunk is padded to an even length; some programs forget to, and then a name stands where the padding should be.
    private static int Padding(ReadOnlySpan<byte> file, int end, uint size) =>
        size % 2 == 0 || (IsName(file[end..]) && !IsName(file[Math.Min(end + 1, file.Length)..])) ? 0 : 1;

    private static bool IsName(ReadOnlySpan<byte> text) => text.Length >= 4 && !text[..4].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private static string Start(ReadOnlySpan<byte> file) =>
        file.IsEmpty ? "nothing" : $"'{Encoding.ASCII.GetString(file[..Math.Min(4, file.Length)]).Replace('\0', '.')}'";
}
