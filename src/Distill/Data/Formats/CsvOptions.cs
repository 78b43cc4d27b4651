namespace Distill.Data.Formats;

/// <summary>How to read a table of features.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Whether the first line names the columns. Null, the default, compares it with the lines below.
    /// </summary>
    public bool? Header { get; init; }

    /// <summary>
    /// The column with the class: its name in the header, or its place from 0 (−1 is the last). Null, the default, takes
    /// the column named "label", else the last one. Empty: there is none, and no example has a label.
    /// </summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// The columns that are no features: names in the header, or places from 0. Null, the default, leaves out a column without
    /// a name, or one named "id" or "index", that numbers the rows. An empty list keeps all.
    /// </summary>
    public IReadOnlyList<string>? IgnoreColumns { get; init; }

    /// <summary>
    /// The classes in their order, when another file has fixed them, for example the training set. Null, the default,
    /// takes those that occur, sorted as numbers if all are numbers, else as text.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>
    /// What stands between two fields; a space stands for any run of spaces. Null, the default, finds out which of comma,
    /// semicolon, tab, bar and spaces divides all lines alike.
    /// </summary>
    public char? Separator { get; init; }

    /// <summary>
    /// The name of the text's encoding, for example latin1, windows-1252, cp949, shift_jis or gbk. Null, the default, reads
    /// UTF-8, and UTF-16 and UTF-32 that say so by a byte order mark.
    /// </summary>
    public string? Encoding { get; init; }
}
