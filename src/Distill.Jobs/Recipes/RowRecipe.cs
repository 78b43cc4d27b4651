using Distill.Runs;

namespace Distill.Jobs.Recipes;

/// <summary>One row of a comparison: the same student from the same starts, taught in one way.</summary>
public sealed record RowRecipe
{
    /// <summary>A short key, for example "distilled".</summary>
    public required string Id { get; init; }

    /// <summary>What tables and plots call the row.</summary>
    public required string Label { get; init; }

    /// <summary>Which training examples the row sees.</summary>
    public RowExamples Examples { get; init; } = RowExamples.Labelled;

    /// <summary>Whether the labels of these examples are used.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>Whether the teacher's soft targets are used.</summary>
    public bool Teacher { get; init; } = true;

    /// <summary>Whether the soft targets are those of the generalist alone, where the teacher has specialists.</summary>
    public bool Generalist { get; init; }

    /// <summary>Epochs of this row, where they differ from the student's own; greater than 0.</summary>
    public double? Epochs { get; init; }

    /// <summary>What is out of range, one sentence each.</summary>
    internal IEnumerable<string> Problems() => new ProblemList
    {
        { Id.Length == 0 || !Id.All(char.IsAsciiLetterOrDigit), $"rows: id '{Id}' is not made of letters and digits" },
        { !Labels && !Teacher, $"rows: '{Id}' uses neither labels nor the teacher; set one of them to true" },
        { Generalist && !Teacher, $"rows: '{Id}' has the generalist's soft targets and no teacher; leave one of them out" },
        { Epochs is <= 0, $"rows: '{Id}' has epochs {Epochs}; expected more than 0" },
    };
}
