using Distill.Models;
using Distill.Runs;

namespace Distill.Training.Hints;

/// <summary>
/// A term beside the objective: what the student's last layer reads follows a teacher's vectors of the same examples, through a linear
/// map that is learned with the student and thrown away. Vectors need no classes, so a sentence encoder gives them as it is.
/// </summary>
/// <param name="Teacher">Whose vectors. It stays the caller's.</param>
public sealed record VectorMatching(IVectorTeacher Teacher)
{
    /// <summary>Factor on the mean distance of a batch, beside the objective's own loss; finite and above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// Whether lengths count: the distance is then the sum of the squared differences of the numbers. False, the default, takes one less the
    /// cosine of the angle between both vectors, 0 to 2.
    /// </summary>
    public bool LengthsCount { get; init; }

    /// <summary>
    /// Whether the student's answers are the vectors themselves, without a map between: an embedder, which has an answer for each number
    /// of a vector. Its objective is <see cref="HintMatching.Alone"/>.
    /// </summary>
    public bool OfAnswers { get; init; }

    /// <summary>All that decides the term, in words with every number it depends on.</summary>
    public string Description => FormattableString.Invariant(
        $"{(LengthsCount ? "square" : "cosine")} of {(OfAnswers ? "answers" : "the last layer's inputs")} at weight {Weight}, vectors {Teacher.Fingerprint.Value}");

    /// <summary>What is wrong with it for a student.</summary>
    internal IEnumerable<string> Problems(Classifier student) => new ProblemList
    {
        { !double.IsFinite(Weight) || Weight <= 0, FormattableString.Invariant($"the weight of the vectors is {Weight}; expected a finite number above 0") },
        { OfAnswers && student.Classes != Teacher.Dimensions, $"the student answers {student.Classes} numbers, and the vectors of {Teacher.Name} have {Teacher.Dimensions}" },
        { !OfAnswers && VectorTerm.LastLayer(student) is null, "the student's network has no linear layer, so nothing of it can follow vectors" },
    };
}
