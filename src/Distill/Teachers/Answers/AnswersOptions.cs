namespace Distill.Teachers.Answers;

/// <summary>How a file of answers is read.</summary>
public sealed record AnswersOptions
{
    /// <summary>What its numbers are. A table must be told; each line of JSON tells by its key, of which <see cref="AnswersKind.Counts"/> may say otherwise.</summary>
    public AnswersKind? Kind { get; init; }

    /// <summary>
    /// A file that says which names of the answers stand for which classes of the data, as for foreign teachers: a JSON object from
    /// class to name or names, or the names of the numbers in their order, one a line. Null, the default: by their names.
    /// </summary>
    public string? ClassMap { get; init; }
}
