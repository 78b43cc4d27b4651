namespace Distill.Data.Formats.Tables;

/// <summary>A table that was read.</summary>
/// <param name="Examples">Its rows.</param>
/// <param name="Layout">What its columns are.</param>
/// <param name="Notes">What is to be said of it.</param>
/// <param name="Form">How it is written, for example "fields between commas, a header, classes in 'label'".</param>
internal sealed record CsvTable(ArraySource Examples, TableLayout Layout, TableNotes Notes, string Form);
