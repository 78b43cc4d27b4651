using System.Globalization;
using System.Text;
using Distill.Data.Formats;
using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Text files of a text a line, without classes.</summary>
internal static class TextLines
{
    private const int LongestLine = 1 << 24;
    private const int Looked = 200;

    private static readonly char[] Between = [' ', ',', ';', '\t', '|'];

    /// <summary>Whether the first lines of a file are words rather than numbers.</summary>
    public static bool AreIn(string path, CsvOptions csv)
    {
        try
        {
            var words = Read(path, csv).Take(Looked).SelectMany(line => line.Text.Split(Between, StringSplitOptions.RemoveEmptyEntries)).ToList();
            return words.Count(word => NumberText.Looks(word, out _)) * 5 < words.Count;
        }
        catch (DistillException)
        {
            return false;
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="DistillException">It is missing or no text, or a line is too long.</exception>
    public static TextRows Rows(string path, CsvOptions csv)
    {
        var rows = new TextRows(path, "a text a line, no classes");
        foreach (var (text, line) in Read(path, csv))
        {
            rows.Add(text, "", line);
        }

        return rows;
    }

    private static IEnumerable<(string Text, int Line)> Read(string path, CsvOptions csv)
    {
        using var stream = Distill.Data.Formats.Reading.Guard(path, () => Distill.Data.Formats.Reading.Open(path));
        var encoding = TableEncoding.Of(Distill.Data.Formats.Reading.Start(stream, 4), csv.Encoding, path);
        stream.Position = encoding.MarkBytes;
        using var reader = new StreamReader(stream, encoding.Encoding, detectEncodingFromByteOrderMarks: false);
        for (var number = 1; Next(reader, stream, encoding, path) is { } line; number++)
        {
            if (line.Length > LongestLine)
            {
                throw new DistillException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}: {line.Length:N0} characters; expected at most {LongestLine:N0}."));
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (line, number);
            }
        }
    }

    private static string? Next(StreamReader reader, FileStream stream, TableEncoding encoding, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            stream.Position = 0;
            throw encoding.Refusal(stream, path);
        }
        catch (IOException error)
        {
            throw new DistillException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
