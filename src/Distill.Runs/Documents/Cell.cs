using System.Text.Json.Serialization;

namespace Distill.Runs.Documents;

/// <summary>A cell of a table: a text or a measure, and smaller lines below it.</summary>
internal sealed record Cell
{
    private const string Nothing = "–";

    /// <summary>The text; null where the cell holds a measure.</summary>
    public string? Words { get; init; }

    /// <summary>The measure; null where the cell holds a text.</summary>
    public Measure? Measure { get; init; }

    /// <summary>A smaller line; empty for none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Whether it stands out.</summary>
    public bool Strong { get; init; }

    /// <summary>Whether it is what held-out data chose.</summary>
    public bool Chosen { get; init; }

    /// <summary>How strong its colour is in a table of kind <see cref="TableKind.Heat"/>, or how long its bar in one of kind <see cref="TableKind.Bars"/>, 0 to 1.</summary>
    public double? Strength { get; init; }

    /// <summary>The colour of what it names, as in plots and strips; null for that of text.</summary>
    public int? Colour { get; init; }

    /// <summary>A cell that has nothing to say.</summary>
    public static Cell Empty { get; } = Of("");

    /// <summary>What a reader reads first.</summary>
    [JsonIgnore]
    public string Text => Measure?.Text ?? (Words is { Length: > 0 } words ? words : Nothing);

    /// <summary>The smaller lines: the measure's interval, the number of seeds, the detail, and whether the cell was chosen.</summary>
    [JsonIgnore]
    public IEnumerable<string> Lines =>
        new[] { Measure?.IntervalText ?? "", Measure?.SeedsText ?? "", Detail, Chosen ? "chosen" : "" }.Where(line => line.Length > 0);

    internal Cell OfPaper => Measure is { Paper: { } paper } measure ? Of(measure.With(paper)) : Empty;

    /// <summary>A cell with a text.</summary>
    /// <param name="words">The text.</param>
    /// <param name="detail">A smaller line below it.</param>
    public static Cell Of(string words, string detail = "") => new() { Words = words, Detail = detail };

    /// <summary>A cell with a measure; a cell that says nothing where there is none.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="detail">A smaller line below it.</param>
    public static Cell Of(Measure? measure, string detail = "") => measure is null ? Empty : new() { Measure = measure, Detail = detail };
}
