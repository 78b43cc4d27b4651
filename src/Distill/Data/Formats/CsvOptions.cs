namespace Distill.Data.Formats;

/// <summary>How to read a CSV file of features.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Whether the first line names the columns. Null, the default, decides: it does when none of its fields is a number.
    /// </summary>
    public bool? Header { get; init; }

    /// <summary>
    /// The column with the class: its name in the header, or its place from 0 (−1 is the last). Null, the default, takes
    /// the column named "label", else the last one. Empty: there is none, and no example has a label.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// The classes in their order, when another file has fixed them, for example the training set. Null, the default,
    /// takes those that occur, sorted as numbers if all are whole numbers, else as text.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>What stands between two fields. Default: a comma.</summary>
    public char Separator { get; init; } = ',';
}
