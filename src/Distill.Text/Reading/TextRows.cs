using System.Globalization;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Text.Reading;

/// <summary>Texts of one file or part as they were read, with what each is labelled and where it stands.</summary>
/// <param name="where">The file, for messages.</param>
/// <param name="form">How it is written, for people, for example "a header, texts in 'text', classes in 'intent'".</param>
internal sealed class TextRows(string where, string form)
{
    private readonly List<string> texts = [];
    private readonly List<string> labels = [];
    private readonly List<int> lines = [];
    private readonly TableNotes notes = new();

    /// <summary>How it is written.</summary>
    public string Form => form;

    /// <summary>What is to be said of it.</summary>
    public TableNotes Notes => notes;

    /// <summary>What each text is called where it is not known by its line; null for lines.</summary>
    public List<string>? Names { get; init; }

    /// <summary>Whether there are labels to read at all.</summary>
    public bool HasLabels { get; init; }

    /// <summary>How many texts there are.</summary>
    public int Count => texts.Count;

    /// <summary>One more text.</summary>
    /// <param name="text">As it is written.</param>
    /// <param name="label">As it is written; empty for none.</param>
    /// <param name="line">From 1.</param>
    public void Add(string text, string label, int line)
    {
        texts.Add(text);
        labels.Add(ClassLabels.Normal(label));
        lines.Add(line);
    }

    /// <summary>The texts as they are written, and the line of each.</summary>
    public IEnumerable<(string Text, int Line)> Numbered() => texts.Zip(lines);

    /// <summary>Makes examples of them.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="options">How long they may be.</param>
    /// <param name="classNames">The classes, where another part has fixed them; null for those that occur.</param>
    /// <exception cref="DistillException">There are none, or labels are no classes.</exception>
    public TextSource ToSource(string name, TextOptions options, IReadOnlyList<string>? classNames)
    {
        if (texts.Count == 0)
        {
            throw new DistillException($"{where} holds no text; expected one for each example.");
        }

        ClassLabels.DropMissing(labels, classNames, where, notes.Warn);
        RequireClasses(classNames);
        classNames ??= ClassLabels.Classes(labels, where, notes.Warn);
        var source = new TextSource(name, texts, ClassLabels.Places(labels, lines, classNames, where), classNames, options.Bytes, Names);
        var empty = texts.Count(string.IsNullOrWhiteSpace);
        if (empty > 0)
        {
            notes.Warn(string.Create(CultureInfo.InvariantCulture, $"{empty:N0} of {texts.Count:N0} texts of {where} are empty, the first on line {lines[texts.FindIndex(string.IsNullOrWhiteSpace)]}."));
        }

        if (source.CutTexts > 0)
        {
            notes.Warn(string.Create(
                CultureInfo.InvariantCulture,
                $"{source.CutTexts:N0} of {texts.Count:N0} texts of {where} have more than {options.Bytes:N0} bytes and are cut off there; {TextRemedy.Bytes} is another limit."));
        }

        return source;
    }

    private void RequireClasses(IReadOnlyList<string>? classNames)
    {
        var filled = labels.Where(label => label.Length > 0).ToList();
        var different = filled.Distinct(StringComparer.Ordinal).ToList();
        if (classNames is null && different.Count > 20 && different.Count * 10 > filled.Count * 9)
        {
            throw new DistillException(
                string.Create(CultureInfo.InvariantCulture, $"The classes of {where} have {different.Count:N0} different values in {filled.Count:N0} rows, such as '{Short(different[0])}': that is a name for each row, not classes. ")
                + $"Name the column with the class by {CsvRemedy.LabelColumn}.",
                CsvRemedy.LabelColumn);
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
