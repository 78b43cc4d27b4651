using System.Text;
using Distill.Files;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>The text of a table: what it is encoded in, what separates its fields, and its records, as often as they are asked for.</summary>
internal sealed class TableText
{
    private const int SampleLetters = 1 << 20;
    private const int LongestSample = 1 << 26;

    private readonly Stream stream;
    private readonly long start;
    private readonly TableEncoding encoding;
    private readonly string where;
    private readonly int skippedLines;

    /// <summary>Looks at the first bytes and the first lines.</summary>
    /// <param name="stream">A seekable stream; the table starts where it stands.</param>
    /// <param name="where">The file, for messages.</param>
    /// <param name="options">What is known of it.</param>
    /// <exception cref="DistillException">It is empty or no table.</exception>
    /// <exception cref="DecoderFallbackException">Bytes are no text; <see cref="Refusal"/> says where.</exception>
    public TableText(Stream stream, string where, CsvOptions options)
    {
        (this.stream, this.where, start) = (stream, where, stream.Position);
        var first = new byte[64];
        var looked = first.AsSpan(0, stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false));
        RefuseOtherFormats(looked, where);
        encoding = TableEncoding.Of(looked, options.Encoding, where);
        var sample = Begin(out var whole);
        if (sample.Contains('\0', StringComparison.Ordinal))
        {
            throw new DistillException(
                $"{where} holds NUL characters, so it is no text in {encoding.Encoding.WebName}. Say with {CsvRemedy.Encoding} how it is encoded, " +
                "for example utf-16.", CsvRemedy.Encoding);
        }

        // Excel's own hint, which it reads and other programs take for a row.
        var hint = sample.Length > 5 && sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && (sample[5] is '\r' or '\n');
        skippedLines = hint ? 1 : 0;
        var lines = !hint ? sample : sample.AsSpan(5).StartsWith("\r\n") ? sample[7..] : sample[6..];
        Separator = options.Separator ?? (hint ? sample[4] : SeparatorFinder.Find(lines, whole, where, FileLook.Of(looked)));
        if (Separator is '"' or '\r' or '\n')
        {
            throw new DistillException($"{where}: a quote or the end of a line cannot separate fields; {CsvRemedy.Separator} is another character.", CsvRemedy.Separator);
        }

        Sample = TableSample.Of(lines, whole, Separator, where);
    }

    /// <summary>What stands between two fields.</summary>
    public char Separator { get; }

    /// <summary>What the text is encoded in, for example "utf-8".</summary>
    public string EncodingName => encoding.Encoding.WebName;

    /// <summary>The first records.</summary>
    public TableSample Sample { get; }

    /// <summary>All records from the first on.</summary>
    public CsvRecords Records()
    {
        var text = Reader();
        for (var line = 0; line < skippedLines; line++)
        {
            text.ReadLine();
        }

        return new CsvRecords(text, Separator, where, 1 + skippedLines);
    }

    /// <summary>What to tell the user where bytes are no text.</summary>
    public static DistillException Refusal(Stream stream, long start, string where, CsvOptions options)
    {
        stream.Position = start;
        var first = new byte[4];
        var found = TableEncoding.Of(first.AsSpan(0, stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)), options.Encoding, where);
        stream.Position = start;
        return found.Refusal(stream, where);
    }

    private StreamReader Reader()
    {
        stream.Position = start + encoding.MarkBytes;
        return new StreamReader(stream, encoding.Encoding, detectEncodingFromByteOrderMarks: false, 1 << 14, leaveOpen: true);
    }

    private string Begin(out bool whole)
    {
        using var text = Reader();
        var letters = new StringBuilder();
        var block = new char[1 << 12];
        var (read, lines) = (0, 0);
        do
        {
            read = text.ReadBlock(block, 0, block.Length);
            letters.Append(block, 0, read);
            lines += block.AsSpan(0, read).Count('\n');
        }
        while (read == block.Length && (letters.Length < SampleLetters || (lines < 3 && letters.Length < LongestSample)));

        whole = read < block.Length;
        return letters.ToString();
    }

    private static void RefuseOtherFormats(ReadOnlySpan<byte> first, string where)
    {
        var look = FileLook.Of(first);
        var name = first.StartsWith("PK\x03\x04"u8) ? "a zip archive, as Excel's workbooks are too; unpack it, or save the workbook as CSV"
            : first.StartsWith((byte[])[0xD0, 0xCF, 0x11, 0xE0]) ? "a file of an old Office program; save it as CSV"
            : first.StartsWith("PAR1"u8) ? "a Parquet file; write it as CSV"
            : look.IsKnown && look.Name is not ("plain text" or "JSON") ? look.Name
            : null;
        if (name is not null)
        {
            throw new DistillException($"{where} is no table but {name}.");
        }
    }
}
