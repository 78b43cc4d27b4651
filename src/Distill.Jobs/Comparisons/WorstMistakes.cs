using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Datasets;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>Test examples that a student gets wrong and is surest of.</summary>
internal static class WorstMistakes
{
    private const int Most = 12;

    /// <summary>The mistakes with the least probability on the true class, worst first.</summary>
    /// <param name="test">The examples that were asked.</param>
    /// <param name="student">The student's answers to them.</param>
    /// <param name="teacher">The teacher's answers to them; null without a teacher.</param>
    public static IReadOnlyList<Mistake> Of(ExampleView test, Predictions student, Predictions? teacher) =>
    [
        .. Enumerable.Range(0, student.Count)
            .Where(position => student.Labels[position] >= 0 && student.PredictedClass(position) != student.Labels[position])
            .OrderBy(position => student.Case(position)[(int)student.Labels[position]])
            .ThenBy(position => position)
            .Take(Most)
            .Select(position => Mistake(test, student, teacher, position)),
    ];

    private static Mistake Mistake(ExampleView test, Predictions student, Predictions? teacher, int position)
    {
        var (label, predicted, taught) = ((int)student.Labels[position], student.PredictedClass(position), teacher?.PredictedClass(position));
        return new Mistake(
            label,
            predicted,
            Probability(student, predicted),
            Probability(student, label),
            taught,
            teacher is null ? null : Probability(teacher, taught!.Value),
            ExampleImages.Of(test, position));

        double Probability(Predictions answers, int shown) => Math.Exp(answers.Case(position)[shown]);
    }
}
