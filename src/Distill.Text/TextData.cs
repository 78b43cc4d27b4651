using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;
using Distill.Text.Reading;

namespace Distill.Text;

/// <summary>
/// Texts as data: a table (CSV, TSV) with a column of texts and one of classes, a record of JSON a line, a list of records,
/// a folder of text files for each class, or a text a line without classes.
/// </summary>
public static class TextData
{
    /// <summary>Whether a path holds texts: by its ending, or by the first lines of a table.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="options">What is known of the texts; null for nothing.</param>
    /// <param name="csv">What is known of tables; null for nothing.</param>
    public static bool IsAt(string path, TextOptions? options = null, CsvOptions? csv = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        csv ??= new();
        if (Directory.Exists(path))
        {
            return TrainingFiles(path) is [var file, ..] ? IsAt(file, options, csv) : TextFolders.IsAt(path);
        }

        return File.Exists(path) && (IsJson(path) || (IsTable(path) && (options?.Column is not null || TextTable.IsAt(path, csv))));
    }

    /// <summary>Opens texts. A file with "train" in its name has its test part in the one with "test" or the like in that place.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="options">What is known of the texts; null for nothing.</param>
    /// <param name="csv">What is known of tables; its label column is also the key of the class in JSON. Null for nothing.</param>
    /// <param name="testPart">The folder, or the part of a JSON document, that is the test part; null for the one that its name tells.</param>
    /// <returns>What was read; data that are not divided are all training data.</returns>
    /// <exception cref="DistillException">Files are missing or damaged, or may be meant in several ways: the message gives file and line.</exception>
    public static OpenedData Open(string path, TextOptions? options = null, CsvOptions? csv = null, string? testPart = null) =>
        Open(path, Path.GetFileName(Path.TrimEndingDirectorySeparator(path ?? "")), options, csv, testPart);

    /// <summary>The same, with a name for the set.</summary>
    internal static OpenedData Open(string path, string name, TextOptions? options, CsvOptions? csv, string? testPart)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new();
        csv ??= new();
        ProblemList.ThrowIfAny(path, [.. options.Problems()]);
        if (Directory.Exists(path) && TrainingFile(path) is { } found)
        {
            return WithOtherFiles(Open(found, name, options, csv, testPart), path, found);
        }

        if (Directory.Exists(path))
        {
            var (train, trainBy, test, testBy) = TextFolders.Rows(path, testPart, csv);
            return Both(name, options, csv, train, trainBy, test, testBy);
        }

        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            return OfDocument(path, name, options, csv, testPart);
        }

        var beside = TestFile(path);
        return Both(
            name, options, csv, Rows(path, options, csv), $"the file {Path.GetFileName(path)}",
            beside is null ? null : Rows(beside, options, csv), beside is null ? "" : $"the file {Path.GetFileName(beside)} beside it");
    }

    /// <summary>All texts of a file, whatever parts it has, for a model that is asked about them.</summary>
    /// <exception cref="DistillException">As for the files of one part.</exception>
    internal static TextRows Rows(string path, TextOptions options, CsvOptions csv) =>
        Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonTexts.Parts(path, options, csv).Values.FirstOrDefault() ?? throw new DistillException($"{path} holds no list of texts.")
            : IsJson(path) ? JsonTexts.Lines(path, options, csv)
            : TextTable.Rows(path, options, csv);

    private static OpenedData OfDocument(string path, string name, TextOptions options, CsvOptions csv, string? testPart)
    {
        var parts = JsonTexts.Parts(path, options, csv);
        if (parts.TryGetValue("", out var all) && parts.Count == 1)
        {
            return Both(name, options, csv, all, $"the file {Path.GetFileName(path)}", null, "");
        }

        var train = parts.FirstOrDefault(part => IsTraining(part.Key));
        var names = testPart is null ? PartFiles.TestWords : [testPart];
        var test = names.Select(name => parts.FirstOrDefault(part => part.Key.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(part => part.Value is not null);
        if (train.Value is null || (testPart is not null && test.Value is null))
        {
            throw new DistillException($"{path} has the parts {string.Join(", ", parts.Keys.Select(key => $"'{key}'").DefaultIfEmpty("(none)"))}; expected one called '{(train.Value is null ? "train" : testPart)}'.");
        }

        var opened = Both(name, options, csv, train.Value, $"the part '{train.Key}'", test.Value, test.Key is null ? "" : $"the part '{test.Key}'");
        var unread = parts.Where(part => part.Key != train.Key && part.Key != test.Key).ToList();
        return unread.Count == 0 ? opened
            : opened with { LeftOut = [.. opened.LeftOut, new LeftOut($"texts of other parts ({string.Join(", ", unread.Select(part => part.Key))})", unread.Sum(part => part.Value.Count), $"of {unread[0].Key}")] };
    }

    /// <summary>A training and a test part as examples.</summary>
    /// <param name="name">What to call the set.</param>
    /// <param name="options">How long texts may be.</param>
    /// <param name="csv">The classes, where they are fixed.</param>
    /// <param name="train">Texts to learn from.</param>
    /// <param name="trainBy">How that part was recognised.</param>
    /// <param name="test">Texts to measure by; null for none.</param>
    /// <param name="testBy">How that part was recognised.</param>
    /// <exception cref="DistillException">A part is empty, or labels are no classes.</exception>
    internal static OpenedData Both(
        string name, TextOptions options, CsvOptions csv, TextRows train, string trainBy, TextRows? test, string testBy)
    {
        var trained = train.ToSource($"{name}/train", options, csv.ClassNames);
        var tested = test?.ToSource($"{name}/test", options, trained.ClassNames.Count > 0 ? trained.ClassNames : csv.ClassNames);
        return new OpenedData(
            new DataPart(new ExampleView(trained), $"{trainBy} ({train.Form})"),
            tested is null ? null : new DataPart(new ExampleView(tested), $"{testBy} ({test!.Form})"))
        {
            LeftOut = [.. train.Notes.LeftOut, .. test?.Notes.LeftOut.Except(train.Notes.LeftOut) ?? []],
            Warnings = [.. train.Notes.Warnings, .. test?.Notes.Warnings ?? []],
        };
    }

    private static OpenedData WithOtherFiles(OpenedData opened, string folder, string training)
    {
        // By their names: a folder may have been given in another way than a file in it is found.
        string?[] read = [Path.GetFileName(training), opened.Test is null ? null : Path.GetFileName(TestFile(training))];
        List<string> others = [.. Files(folder).Where(file => !read.Contains(Path.GetFileName(file)) && EntryPath.Parts(Path.GetFileName(file), file) is not null)];
        return others.Count == 0 ? opened : opened with
        {
            LeftOut = [.. opened.LeftOut, new LeftOut("files beside those of training and test texts", others.Count, Path.GetFileName(others[0]))],
        };
    }

    private static string? TrainingFile(string folder) => TrainingFiles(folder) switch
    {
        [] => null,
        [var only] => only,
        var several => throw new DistillException(
            $"{folder} has several files of training texts: {NameList.Of([.. several.Select(file => Path.GetFileName(file)!)])}. Give the one that is meant itself."),
    };

    private static IReadOnlyList<string> TrainingFiles(string folder) =>
        [.. Files(folder).Where(file => (IsJson(file) || IsTable(file)) && IsTraining(Path.GetFileNameWithoutExtension(file)))];

    // Of the same format: one of another may be the same texts again.
    private static string? TestFile(string path) => PartFiles.TestFiles(path, Files(AtomicFile.FolderOf(path)))
        .FirstOrDefault(file => Path.GetExtension(file).Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Files(string folder) =>
        Distill.Data.Formats.Reading.Guard(folder, () => Directory.GetFiles(folder)).Order(StringComparer.Ordinal);

    private static bool IsTraining(string name) => PartFiles.TrainingWords.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsJson(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JSONL" or ".NDJSON" or ".JSON";

    private static bool IsTable(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV" or ".TAB" or ".TXT";
}
