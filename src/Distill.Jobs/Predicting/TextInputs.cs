using System.Globalization;
using System.Text;
using Distill.Data.Formats;
using Distill.Images;
using Distill.Runs;
using Distill.Text;

namespace Distill.Jobs.Predicting;

/// <summary>Texts that a model is asked about: lines of a file, rows of a table, records of JSON.</summary>
internal static class TextInputs
{
    private const int LongestName = 60;

    /// <summary>Whether a path holds texts.</summary>
    public static bool Are(string path, DataOptions? reading) => File.Exists(path) && TextData.IsAt(path, reading?.Text, Tables(reading, null));

    /// <summary>The texts of a file; classes in it are not read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">How the model's training read its data; null where that is not known.</param>
    /// <param name="labelColumn">The column of a class, where several may be meant; null where none is.</param>
    /// <exception cref="DistillException">It is damaged, or may be meant in several ways.</exception>
    public static IEnumerable<AskedInput> Of(string path, DataOptions? reading, string? labelColumn) =>
        TextData.Rows(path, reading?.Text ?? new(), Tables(reading, labelColumn)).Numbered()
            .Select(row => new AskedInput(string.Create(CultureInfo.InvariantCulture, $"{path}, line {row.Line}")) { Text = row.Text });

    /// <summary>A text a line.</summary>
    /// <exception cref="DistillException">The bytes are not UTF-8.</exception>
    public static IEnumerable<AskedInput> OfLines(string name, byte[] bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new DistillException($"{name} is no text in UTF-8.", error);
        }

        return text.Split('\n').Select((line, i) => (Line: line.TrimEnd('\r'), Number: i + 1)).Where(line => !string.IsNullOrWhiteSpace(line.Line))
            .Select(line => new AskedInput(string.Create(CultureInfo.InvariantCulture, $"{name}, line {line.Number}")) { Text = line.Line });
    }

    /// <summary>What a given text is called: itself, or its beginning.</summary>
    public static string Name(string text) => text.Length <= LongestName ? text : text[..LongestName] + "…";

    // Another file may have a class or none, whatever that of the training had.
    private static CsvOptions Tables(DataOptions? reading, string? labelColumn) => (reading?.Csv ?? new()) with { ClassNames = null, LabelColumn = labelColumn };
}
