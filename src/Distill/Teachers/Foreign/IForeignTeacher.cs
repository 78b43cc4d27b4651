namespace Distill.Teachers.Foreign;

/// <summary>A teacher from another toolkit's file, which says what was found there.</summary>
internal interface IForeignTeacher : ITeacher
{
    /// <summary>Input, view, output and classes as they were found or told, a line each, for people.</summary>
    string Description { get; }

    /// <summary>Numbers that training made, as far as the file tells them apart from others.</summary>
    long ParameterCount { get; }

    /// <summary>What its file calls its own classes, in the order of its output; null where it does not say.</summary>
    IReadOnlyList<string>? OwnClassNames => null;

    /// <summary>Which of its classes are the data's.</summary>
    ClassMap ClassMap { get; }

    /// <summary>
    /// The ways in which its pixels may be meant, where neither its file nor the options say; the first is taken. Empty where
    /// they say, and for features.
    /// </summary>
    IReadOnlyList<PixelReading> Readings { get; }

    /// <summary>What the rows of its probabilities, or of the powers of its log-probabilities, have summed to so far; null of logits.</summary>
    RowSums? Sums { get; }

    /// <summary>The same model with its pixels read otherwise. It is valid as long as this teacher is, and disposing it does nothing.</summary>
    /// <param name="reading">One of <see cref="Readings"/>.</param>
    ITeacher ReadAs(PixelReading reading);
}
