using System.Text.Json.Serialization;

namespace Distill.Runs.Documents;

/// <summary>Test errors as dots on one line a kind of student: a dot a seed, a bar at their mean, the teacher across all.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Teacher">The teacher's errors; null without a teacher.</param>
/// <param name="Rows">The students from top to bottom.</param>
internal sealed record Strip(
    string Caption, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Teacher, IReadOnlyList<StripRow> Rows) : Block
{
    /// <summary>The same numbers as a table, for readers without a picture.</summary>
    public Table AsTable() => new(
        Caption,
        ["test errors", "mean", "trained by"],
        [
            .. Teacher is { } teacher ? [[Cell.Of("Teacher"), Cell.Of(new Measure(teacher, Unit.Count).Text), Cell.Empty]] : Array.Empty<IReadOnlyList<Cell>>(),
            .. Rows.Select(row => (IReadOnlyList<Cell>)[Cell.Of(row.Name), Cell.Of(Measure.Of(row.Errors)?.Text ?? ""), Cell.Of(row.Detail)]),
        ]);

    internal override bool HasHoles() => Rows.Any(row => row is null || (row.Seeds is { } seeds && seeds.Count != row.Errors.Count));
}
