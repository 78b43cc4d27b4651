using System.Text;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>
/// The records of a table's text, one at a time; fields may be quoted, with "" for a quote, and span lines. Where a space
/// separates, a run of spaces does, and those at the ends of a line count for nothing.
/// </summary>
internal sealed class CsvRecords(TextReader text, char separator, string where, int firstLine = 1)
{
    private const int LongestField = 1 << 20;
    private const int MostFields = 1 << 20;

    private readonly StringBuilder field = new();
    private int line = firstLine;

    /// <summary>The line on which the last record started, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next record that is not an empty line.</summary>
    public bool Next(List<string> fields)
    {
        while (text.Peek() >= 0)
        {
            Line = line;
            fields.Clear();
            ReadRecord(fields);
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void ReadRecord(List<string> fields)
    {
        SkipSpaces();
        while (true)
        {
            var end = ReadField(fields.Count + 1);
            fields.Add(field.ToString());
            if (fields.Count > MostFields)
            {
                throw new DistillException($"{where}, line {Line}: more than {MostFields} columns. Is this a CSV file?");
            }

            if (end != separator)
            {
                return;
            }
        }
    }

    // Returns what ended the field: the separator, '\n', or -1 at the end of the text.
    private int ReadField(int column)
    {
        field.Clear();
        var quoted = text.Peek() == '"';
        if (quoted)
        {
            text.Read();
            ReadQuoted(column);
        }

        while (true)
        {
            var next = text.Read();
            if (next == '\r')
            {
                if (text.Peek() == '\n')
                {
                    continue;
                }

                next = '\n';
            }

            if (next == separator && separator == ' ')
            {
                SkipSpaces();
                next = EndOfSpacedLine();
            }

            if (next == separator || next is '\n' or -1)
            {
                line += next == '\n' ? 1 : 0;
                return next;
            }

            if (quoted)
            {
                throw new DistillException(
                    $"{where}, line {line}, column {column}: '{(char)next}' after a closing quote. Double a quote that belongs " +
                    "to the text.");
            }

            Append(next, column);
        }
    }

    private void SkipSpaces()
    {
        while (separator == ' ' && text.Peek() == ' ')
        {
            text.Read();
        }
    }

    private int EndOfSpacedLine()
    {
        if (text.Peek() is not ('\r' or '\n' or -1))
        {
            return separator;
        }

        var next = text.Read();
        if (next == '\r' && text.Peek() == '\n')
        {
            text.Read();
        }

        return next < 0 ? next : '\n';
    }

    private void ReadQuoted(int column)
    {
        while (true)
        {
            var next = text.Read();
            if (next == '"')
            {
                if (text.Peek() != '"')
                {
                    return;
                }

                text.Read();
            }
            else if (next < 0)
            {
                throw new DistillException($"{where}, line {Line}, column {column}: a quote is never closed.");
            }

            line += next == '\n' ? 1 : 0;
            Append(next, column);
        }
    }

    private void Append(int next, int column)
    {
        if (field.Length == LongestField)
        {
            throw new DistillException($"{where}, line {Line}, column {column}: a field is longer than {LongestField} " +
                "characters. Is this a CSV file?");
        }

        field.Append((char)next);
    }
}
