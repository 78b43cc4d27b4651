using System.Text.Json.Serialization;

namespace Distill.Runs.Results;

/// <summary>
/// What comparison.json holds: rows of students against their teacher, on one test set, with all that the report
/// shows. Classes are numbers into <see cref="DatasetFacts.Classes"/>; rows are named by
/// <see cref="ComparisonRow.Id"/>. All tests of students are on the whole test set, after the last step.
/// </summary>
/// <param name="Title">What was compared, as a heading.</param>
/// <param name="Dataset">The data.</param>
/// <param name="Student">What all rows train.</param>
/// <param name="Rows">The rows, in the order of the table.</param>
/// <param name="Headline">The two rows that the report's first sentence compares; null for none.</param>
/// <param name="Teacher">What the students learn from; null where every row learns from labels alone.</param>
/// <param name="TopK">The k of every top-k accuracy; null where none was measured.</param>
/// <param name="PairedTests">Tests between rows on the same test examples.</param>
/// <param name="ConfusedPairs">The pairs of classes confused most, worst first.</param>
/// <param name="HeldOutGrid">The settings that were tried on held-out data before the rows ran; null for none.</param>
/// <param name="Samples">Test examples to look at.</param>
/// <param name="Mistakes">Test examples that the student of <see cref="Shown"/> gets wrong, the surest first.</param>
/// <param name="Confusions">
/// Test examples by true class and, within it, by predicted class, of the students of <see cref="Shown"/>, the mean over their seeds;
/// null where there are too many classes for a table.
/// </param>
internal sealed record Comparison(
    string Title,
    DatasetFacts Dataset,
    StudentFacts Student,
    IReadOnlyList<ComparisonRow> Rows,
    Headline? Headline = null,
    TeacherFacts? Teacher = null,
    int? TopK = null,
    IReadOnlyList<PairedTest>? PairedTests = null,
    IReadOnlyList<ConfusedPair>? ConfusedPairs = null,
    HeldOutGrid? HeldOutGrid = null,
    IReadOnlyList<SampleExample>? Samples = null,
    IReadOnlyList<Mistake>? Mistakes = null,
    IReadOnlyList<IReadOnlyList<double>>? Confusions = null)
{
    /// <summary>The version of the format of comparison.json that this library writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format of this comparison.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Whether it ran on little data, only to see that all of it works; its figures then mean nothing.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>The row whose mistakes and confusions are shown: that of the headline, or the first.</summary>
    [JsonIgnore]
    public ComparisonRow Shown => Rows.FirstOrDefault(row => row.Id == Headline?.Row) ?? Rows[0];

    /// <summary>
    /// The test between the two rows of the headline, its baseline first, so that a difference above 0 speaks for its row; null where
    /// there is no headline, or no test of it.
    /// </summary>
    [JsonIgnore]
    public PairedTest? HeadlineTest => Headline is not { } pair ? null
        : PairedTests?.FirstOrDefault(test => (test.First, test.Second) == (pair.Baseline, pair.Row))
            ?? PairedTests?.FirstOrDefault(test => (test.First, test.Second) == (pair.Row, pair.Baseline))?.Turned();

    /// <summary>
    /// Labels that it took to train the students of a row: those that it learned from, and the held-out ones on which the temperature
    /// and the weight of its distillation were chosen.
    /// </summary>
    internal long LabelsOf(ComparisonRow row) => row.LabelsUsed + LabelsOfChoice(row);

    /// <summary>The held-out labels on which temperature and weight of a row were chosen; 0 where they were given, for all rows or this one, or it has no teacher.</summary>
    internal long LabelsOfChoice(ComparisonRow row) =>
        HeldOutGrid is null || row.Temperature is null || row.Temperature != Student.Temperature ? 0 : Dataset.HeldOutExamples;

    /// <summary>Reads comparison.json and checks that every class, row and length in it fits.</summary>
    /// <exception cref="DistillException">The file is missing, damaged, of a newer format, or contradicts itself.</exception>
    public static Comparison Read(string path)
    {
        var comparison = RunJson.Read<Comparison>(path);
        new ComparisonCheck(comparison, path).Run();
        return comparison;
    }

    /// <summary>Writes comparison.json, whole or not at all.</summary>
    /// <exception cref="DistillException">The comparison contradicts itself, or the file cannot be written.</exception>
    public void Write(string path)
    {
        new ComparisonCheck(this, path).Run();
        RunJson.Write(path, this);
    }
}
