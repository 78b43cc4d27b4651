using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Distill.Runs;

namespace Distill.Data.Formats.Tables;

/// <summary>How the bytes of a table are text.</summary>
/// <param name="Encoding">Refuses bytes that are no text in it.</param>
/// <param name="MarkBytes">How many bytes a byte order mark takes at the start.</param>
internal sealed partial record TableEncoding(Encoding Encoding, int MarkBytes)
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], new UTF8Encoding(true, throwOnInvalidBytes: true)),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(false, true, throwOnInvalidCharacters: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(true, true, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(false, true, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(true, true, throwOnInvalidBytes: true)),
    ];

    /// <summary>Takes the encoding from a byte order mark, else the one that is named, else UTF-8.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="named">What the user calls it; or null.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="DistillException">The name is none, or the mark says otherwise.</exception>
    public static TableEncoding Of(ReadOnlySpan<byte> start, string? named, string where)
    {
        var asked = named is null ? null : Named(named, where);
        foreach (var (mark, encoding) in Marks)
        {
            if (start.StartsWith(mark))
            {
                return asked is null || asked.CodePage == encoding.CodePage
                    ? new(encoding, mark.Length)
                    : throw new DistillException(
                        $"{where} starts with the byte order mark of {encoding.WebName}, and {CsvRemedy.Encoding} says {named}. Leave that out.",
                        CsvRemedy.Encoding);
            }
        }

        return new(asked ?? Marks[0].Encoding, 0);
    }

    /// <summary>What is wrong where bytes are no text in the encoding.</summary>
    /// <param name="stream">The table, at its start.</param>
    /// <param name="where">The file, for the message.</param>
    public DistillException Refusal(Stream stream, string where)
    {
        var decoder = Encoding.GetDecoder();
        var letters = new char[8];
        var (line, step) = (1, new byte[1]);
        stream.Position += MarkBytes;
        using var bytes = new BufferedStream(stream, 1 << 16);
        try
        {
            for (var value = bytes.ReadByte(); value >= 0; value = bytes.ReadByte())
            {
                step[0] = (byte)value;
                var made = decoder.GetChars(step, 0, 1, letters, 0);
                line += letters.AsSpan(0, made).Count('\n');
            }
        }
        catch (DecoderFallbackException error)
        {
            return Refused(string.Create(CultureInfo.InvariantCulture, $"line {line}: the bytes {Convert.ToHexString(error.BytesUnknown ?? step)}"));
        }

        return Refused("its last bytes");

        DistillException Refused(string place) => new(
            $"{where}, {place} are no text in {Encoding.WebName}. Say with {CsvRemedy.Encoding} how the file is encoded, for example " +
            "windows-1252, latin1, cp949, shift_jis or gbk.", CsvRemedy.Encoding);
    }

    private static Encoding Named(string name, string where)
    {
        foreach (var spelling in (string[])[name, name.Replace("-", "", StringComparison.Ordinal), name.Replace('_', '-')])
        {
            if (Find(spelling) is { } found)
            {
                return found;
            }
        }

        throw new DistillException(
            $"{where}: there is no encoding '{name}'. {CsvRemedy.Encoding} is for example utf-8, windows-1252, latin1, cp949, shift_jis or gbk.",
            CsvRemedy.Encoding);
    }

    private static Encoding? Find(string name)
    {
        var (coding, decoding) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            var more = CodePagesEncodingProvider.Instance;
            return CodePage().Match(name) is { Success: true } match
                ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is var page && more.GetEncoding(page, coding, decoding) is { } numbered
                    ? numbered : Encoding.GetEncoding(page, coding, decoding)
                : more.GetEncoding(name, coding, decoding) ?? Encoding.GetEncoding(name, coding, decoding);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(?:cp|ms)?-?([1-9][0-9]{2,4})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodePage();
}
