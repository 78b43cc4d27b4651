using System.Globalization;
using System.Text;
using Distill.Data.Formats;
using Distill.Runs;

namespace Distill.Teachers.Answers;

/// <summary>
/// What somebody else answered for examples, for example a panel of people or a language model: numbers for classes by the names of
/// examples, a line of JSON or a row of a table each.
/// </summary>
internal sealed class AnswersFile
{
    private AnswersFile(string path, AnswersOptions options, IReadOnlyList<string> names, bool areInOrder, IReadOnlyList<WrittenAnswer> answers)
    {
        (Path, Options, Names, Answers) = (path, options, names, answers);
        ClassNames = areInOrder ? names : Sorted(names);
    }

    /// <summary>Where it was read.</summary>
    public string Path { get; }

    /// <summary>The classes that it names: in its own order where it has one, else sorted, as numbers if all are whole numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How it was read.</summary>
    public AnswersOptions Options { get; }

    /// <summary>The classes that it names, as <see cref="WrittenAnswer.Classes"/> counts them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The answers in their order.</summary>
    public IReadOnlyList<WrittenAnswer> Answers { get; }

    /// <summary>Reads a file by its ending: a table (.csv, .tsv), else lines of JSON.</summary>
    /// <param name="path">UTF-8 text.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="DistillException">The file is missing or not such a file: the message says where.</exception>
    public static AnswersFile Read(string path, AnswersOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new();
        return Reading.Guard(path, () =>
        {
            using var file = Reading.Open(path);
            using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            try
            {
                var ending = System.IO.Path.GetExtension(path).ToUpperInvariant();
                var (names, areInOrder, answers) = ending is ".CSV" or ".TSV"
                    ? AnswersTable.Read(text, ending == ".CSV" ? ',' : '\t', path, options)
                    : AnswersLines.Read(text, path, options);
                return answers.Count > 0 ? new AnswersFile(path, options, names, areInOrder, answers)
                    : throw new DistillException($"{path} has no answers; expected one for each example.");
            }
            catch (DecoderFallbackException error)
            {
                throw new DistillException($"{path} is not UTF-8. Save it as UTF-8, so that names are what they say.", error);
            }
        });
    }

    private static string[] Sorted(IReadOnlyList<string> names) =>
        names.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? [.. names.OrderBy(name => long.Parse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)]
            : [.. names.Order(StringComparer.Ordinal)];
}
