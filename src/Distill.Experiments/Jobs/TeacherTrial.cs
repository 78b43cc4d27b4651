using System.Globalization;
using Distill.Data;
using Distill.Evaluation;
using Distill.Teachers.Foreign;

namespace Distill.Experiments.Jobs;

/// <summary>
/// Tries a foreign model on some labelled examples before anybody learns from it. One that is fed another size, range or
/// normalisation than it was trained on answers all the same, and nothing but its errors tells.
/// </summary>
internal static class TeacherTrial
{
    private const int Examples = 256;
    private const int Seed = 1;

    /// <summary>How often the teacher is wrong, with a warning where that is hardly better than guessing; null without labels.</summary>
    public static string? Of(IForeignTeacher teacher, ExampleView examples)
    {
        var labels = examples.Labels();
        var labelled = examples.Subset(Enumerable.Range(0, labels.Length).Where(i => labels[i] >= 0).ToArray(), examples.Name);
        if (labelled.Count == 0)
        {
            return null;
        }

        var part = labelled.Count <= Examples ? labelled : Splits.Stratified(labelled, (double)Examples / labelled.Count, Seed).Part;
        var metrics = Evaluator.Evaluate(Predictor.Of(teacher), part).Metrics;
        var share = (double)metrics.Errors / metrics.Cases;
        var says = string.Create(CultureInfo.InvariantCulture, $"{teacher.Name} is wrong on {metrics.Errors} of {metrics.Cases} examples of {examples.Name}.");
        return share < Guessing(examples.ClassNames.Count)
            ? says
            : $"{says} That is hardly better than guessing: does it want another size (--teacher-size), other pixels (--teacher-range, "
                + "--teacher-mean, --teacher-std) or other classes (--class-map)?";
    }

    // The share of errors of who is right half as often again as by chance, or one time in ten more, whichever is less.
    private static double Guessing(int classes) => 1 - Math.Min(1.5 / classes, (1.0 / classes) + 0.1);
}
