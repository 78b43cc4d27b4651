using Distill.Runs;

namespace Distill.Data.Formats;

/// <summary>Tables as data: one file, or a file of training rows with one of test rows beside it.</summary>
internal static class TableFiles
{
    /// <summary>Whether a file is a table, by its ending.</summary>
    public static bool IsTable(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file of training rows among the files of a folder; null where there is none.</summary>
    public static string? TrainingFile(IEnumerable<string> files) =>
        files.FirstOrDefault(file => Path.GetFileName(file).Equals("train.csv", StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens a table, and where its name has "train" in it the one that has "test" in that place.</summary>
    /// <param name="file">The table.</param>
    /// <param name="options">How to read both.</param>
    /// <param name="title">What to call the training and the test part.</param>
    /// <exception cref="DistillException">A file is damaged, or the two do not fit.</exception>
    public static OpenedData Open(string file, CsvOptions options, Func<string, SetPart, string> title)
    {
        var name = Path.GetFileName(file);
        var train = CsvReader.Open(file, options, title(file, SetPart.Train));
        var other = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, name.Replace("train", "test", StringComparison.Ordinal));
        return new OpenedData(
            new DataPart(new ExampleView(train), $"the table {name}"),
            name.Contains("train", StringComparison.Ordinal) && File.Exists(other)
                ? new DataPart(
                    new ExampleView(CsvReader.Open(other, options with { ClassNames = train.ClassNames }, title(other, SetPart.Test))),
                    $"the table {Path.GetFileName(other)} beside it")
                : null);
    }
}
