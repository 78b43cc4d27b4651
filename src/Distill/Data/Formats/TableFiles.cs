using Distill.Data.Formats.Tables;
using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>Tables as data: one file, or a file of training rows with one of test rows beside it.</summary>
internal static class TableFiles
{
    private static readonly (string Features, string Labels)[] Halves =
        [("x_", "y_"), ("_x", "_y"), ("features", "labels"), ("features", "targets"), ("data", "labels"), ("train", "train_labels"), ("train", "train_label"), ("train", "y_train")];

    /// <summary>Whether a file is a table, by its ending; text may be one.</summary>
    public static bool IsTable(string path) =>
        HasColumns(path) || path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of training rows among the files of a folder; null where there is none.</summary>
    /// <exception cref="DistillException">Several tables may be meant.</exception>
    public static string? TrainingFile(IReadOnlyCollection<string> files)
    {
        // Beside folders, which may be those of images, text is more likely a list of their names.
        var alone = files.Count > 0 && Directory.GetDirectories(Folder(files.First())).All(folder => EntryPath.Parts(Path.GetFileName(folder), folder) is null);
        var tables = files.Where(file => HasColumns(file) || (alone && IsTable(file))).ToList();
        var exact = tables.FindAll(file => PartFiles.TrainingWords.Contains(Stem(file), StringComparer.OrdinalIgnoreCase));
        var named = exact.Count > 0 || !alone ? exact : tables.FindAll(file => PartFiles.TrainingWords.Any(word => Stem(file).Contains(word, StringComparison.OrdinalIgnoreCase)));
        var candidates = named.Count > 0 || !alone ? named : tables.FindAll(HasColumns);
        var found = candidates.FindAll(file => !candidates.Exists(other => HoldsLabels(file, other)));
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw new DistillException(
                $"{Path.GetDirectoryName(found[0])} has several tables: {string.Join(", ", found.Take(5).Select(Path.GetFileName))}{(found.Count > 5 ? ", …" : "")}. " +
                "Give the file of the training rows itself; one of the same name with 'test' in place of 'train' is its test part."),
        };
    }

    /// <summary>Opens a table, and where its name has "train" in it the one that has "test" or the like in that place.</summary>
    /// <param name="file">The table.</param>
    /// <param name="options">How to read both.</param>
    /// <param name="title">What to call the training and the test part.</param>
    /// <param name="folder">All files of the folder, where the folder was given; null for the file alone.</param>
    /// <exception cref="DistillException">A file is damaged, or the two do not fit.</exception>
    public static OpenedData Open(string file, CsvOptions options, Func<string, SetPart, string> title, IReadOnlyList<string>? folder = null)
    {
        var beside = Reading.Guard(file, () => Directory.Exists(Folder(file)) ? Directory.GetFiles(Folder(file)) : []).Order(StringComparer.Ordinal).ToList();
        RequireLabels(file, beside, options);
        var train = CsvReader.OpenTable(file, options, title(file, SetPart.Train));
        var (others, read) = (Partners(file, beside), new List<string> { Path.GetFullPath(file) });
        var (leftOut, warnings) = (train.Notes.LeftOut.ToList(), train.Notes.Warnings.ToList());
        var tests = others.Select(other => (Path: other, Table: new Lazy<CsvTable>(() => CsvReader.OpenTable(other, options, title(other, SetPart.Test), train)))).ToList();

        // Of several, one that can measure.
        var chosen = tests.Find(test => test.Table.Value.Examples.ClassNames.Count > 0 && new ExampleView(test.Table.Value.Examples).Labels().Any(label => label >= 0));
        chosen = chosen.Path is null && tests.Count > 0 ? tests[0] : chosen;
        if (chosen.Path is not null)
        {
            read.Add(Path.GetFullPath(chosen.Path));
            leftOut.AddRange(chosen.Table.Value.Notes.LeftOut.Except(leftOut));
            warnings.AddRange(chosen.Table.Value.Notes.Warnings);
        }

        var more = (folder ?? [.. others]).Where(path => !read.Contains(Path.GetFullPath(path)) && EntryPath.Parts(Path.GetFileName(path), path) is not null).ToList();
        if (more.Count > 0)
        {
            leftOut.Add(new LeftOut("files beside the tables of training and test rows", more.Count, Path.GetFileName(more[0])));
        }

        return new OpenedData(
            new DataPart(new ExampleView(train.Examples), $"the table {Path.GetFileName(file)} ({train.Form})"),
            chosen.Path is null ? null : new DataPart(new ExampleView(chosen.Table.Value.Examples), $"the table {Path.GetFileName(chosen.Path)} beside it ({chosen.Table.Value.Form})"))
        {
            LeftOut = leftOut,
            Warnings = warnings,
        };
    }

    // Of tables in several formats, that of the training rows' own first.
    private static List<string> Partners(string file, List<string> beside) =>
    [
        .. PartFiles.TestFiles(file, beside.Where(IsTable))
            .OrderBy(other => Path.GetExtension(other).Equals(Path.GetExtension(file), StringComparison.OrdinalIgnoreCase) ? 0 : 1),
    ];

    // The last column would become the class without a word.
    private static void RequireLabels(string file, List<string> beside, CsvOptions options)
    {
        var other = options.LabelColumn is not null ? null : beside.Find(path => IsTable(path) && HoldsLabels(path, file));
        if (other is not null)
        {
            throw new DistillException(
                $"{Path.GetFileName(other)} beside {file} seems to hold its labels. Write both as one table with a column named 'label', " +
                $"or say with {CsvRemedy.LabelColumn} which column of {Path.GetFileName(file)} is the class.",
                CsvRemedy.LabelColumn);
        }
    }

    private static bool HoldsLabels(string path, string features) => Halves.Any(
        half => Stem(features).Contains(half.Features, StringComparison.OrdinalIgnoreCase)
            && Stem(features).Replace(half.Features, half.Labels, StringComparison.OrdinalIgnoreCase).Equals(Stem(path), StringComparison.OrdinalIgnoreCase));

    private static bool HasColumns(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CSV" or ".TSV" or ".TAB";

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);

    private static string Folder(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;
}
