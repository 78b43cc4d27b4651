using System.Globalization;
using Distill.Data.Formats;
using Distill.Runs;
using Distill.Teachers.Foreign;

namespace Distill.Teachers.Answers;

/// <summary>Answers in a table: the first column, or the one called "example", names the example, each other one is a class.</summary>
internal static class AnswersTable
{
    private const string NameColumn = "example";

    /// <exception cref="DistillException">It is no such table: the message says where.</exception>
    public static (IReadOnlyList<string> Names, bool AreInOrder, IReadOnlyList<WrittenAnswer> Answers) Read(
        TextReader text, char separator, string path, AnswersOptions options)
    {
        var kind = options.Kind ?? throw new DistillException(
            $"{path} is a table, which does not tell what its numbers are. Say it ({AnswersRemedy.Kind}): counts, probabilities, logProbabilities or logits.", AnswersRemedy.Kind);
        if (options.ClassMap is { } map && ClassMapFile.Read(map, []).Labels is not null)
        {
            throw new DistillException($"{path} names its columns, so the labels in {map} would change nothing. Leave them out.", AnswersRemedy.ClassMap);
        }

        var records = new CsvRecords(text, separator, path);
        var fields = new List<string>();
        if (!records.Next(fields) || fields.Count < 2)
        {
            throw new DistillException($"{path}: expected a first line with the name of a column for examples and of one for each class, separated by '{(separator == '\t' ? "tab" : separator)}'.");
        }

        var column = Math.Max(0, fields.FindIndex(heading => heading.Trim().Equals(NameColumn, StringComparison.OrdinalIgnoreCase)));
        var names = fields.Where((_, place) => place != column).Select(heading => ComposedName.Of(heading.Trim())).ToArray();
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DistillException($"{path} has two columns '{twice.Key}'. Name each class once.");
        }

        var (columns, answers) = (fields.Count, new List<WrittenAnswer>());
        while (records.Next(fields))
        {
            if (fields.Count != columns)
            {
                throw new DistillException($"{path}, line {records.Line}: {fields.Count} columns where the first line has {columns}.");
            }

            // An empty cell says nothing of its class.
            var given = Enumerable.Range(0, columns).Where(place => place != column && !string.IsNullOrWhiteSpace(fields[place])).ToArray();
            answers.Add(new(
                fields[column].Trim(),
                records.Line,
                kind,
                [.. given.Select(place => place < column ? place : place - 1)],
                [.. given.Select(place => Number(fields[place], $"{path}, line {records.Line}, column {place + 1}"))]));
        }

        return (names, true, answers);
    }

    private static double Number(string field, string where) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? number
            : throw new DistillException($"{where}: '{(field.Length <= 40 ? field : field[..40] + "…")}' is not a number.");
}
